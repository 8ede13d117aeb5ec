//! Every page at hand becomes a file that says of it what it says.

use xtask::codegen::generate;
use xtask::diagnostic::{Colour, render};

use crate::{all_pages, bare, empty_spec, importer, options, printed, text_of};

#[test]
fn every_page_becomes_a_file_that_passes_the_checks_and_says_what_the_page_says() {
    let mut count = 0;
    for (name, page, text) in all_pages() {
        let mut importer = importer(empty_spec());
        let imported = match importer.import(&page, &text, &options()) {
            Ok(imported) => imported,
            Err(failure) => {
                println!("{name}: {}", failure.0);
                assert!(name.contains("rest_"), "{name}: {}", failure.0);
                continue;
            }
        };
        if std::env::var_os("SHOW").is_some() {
            println!("=== {name}\n{}", text_of(&imported));
            for decision in &imported.decisions {
                println!("{}: {}", decision.key, decision.need);
            }
        }
        let sources = importer.sources();
        let generated = generate(sources);
        generated.unwrap_or_else(|it| panic!("{name}\n{}", render(&it, sources, Colour::Never)));
        assert_eq!(printed(sources, &imported.file), bare(page), "{name}");
        count += 1;
    }
    assert!(count >= 14, "only {count} pages were imported");
}
