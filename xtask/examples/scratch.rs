fn main() {
    let n = std::env::args().nth(1).unwrap().parse().unwrap();
    let s = xtask::synthetic::sources(n);
    match xtask::codegen::generate(&s) {
        Ok(w) => println!("{} files", w.files.len()),
        Err(p) => println!("{}\n{} problems", xtask::diagnostic::render(&p[..p.len().min(8)], &s, xtask::diagnostic::Colour::Never), p.len()),
    }
}
