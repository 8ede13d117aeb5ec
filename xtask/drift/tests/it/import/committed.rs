//! The project's own pages, imported into an empty spec, give what people wrote from them.

use similar::TextDiff;
use toml_edit::{DocumentMut, InlineTable, Item, TableLike};
use xtask::codegen::generate;
use xtask_drift::import::Options;
use xtask_spec::load::Sources;

use crate::import::{all_pages, empty_spec, importer, options, printed, with_file};
use crate::workspace::small_spec;

/// Page and file.
const FILES: [(&str, &str); 5] = [
    ("/topapi/role/addrolesforemps", "role/add_to_users"),
    ("/topapi/role/deleterole", "role/delete"),
    ("/topapi/role/simplelist", "role/list_users"),
    ("/topapi/role/removerolesforemps", "role/remove_from_users"),
    ("/topapi/user/listid", "user/list_ids"),
];

/// What only a person can say, wherever it stands, and examples, whose spaces facts do not keep.
const DECIDED: [&str; 21] = [
    "summary",
    "notes",
    "preconditions",
    "repeat",
    "together",
    "paging",
    "bulk",
    "signature",
    "upload",
    "list",
    "pages",
    "hosts",
    "undecided",
    "departures",
    "rust",
    "id",
    "secret",
    "doc",
    "meaning",
    "advice",
    "examples",
];

#[test]
fn the_facts_are_those_that_people_wrote_down() {
    let committed = small_spec();
    let mut count = 0;
    for (page, sources) in imported() {
        let (_, file) = FILES.iter().find(|(path, _)| *path == page).unwrap();
        let file = format!("{file}.toml");
        let mut known = printed(&committed, &file);
        let own = printed(&sources, &file);
        // Some forms of a page lost the cells of this column.
        for (known, own) in known.parameters.iter_mut().zip(&own.parameters) {
            assert!(
                known.required == own.required
                    || own.required.is_none()
                    || known.required.is_none()
            );
            known.required = own.required;
        }
        for (known, own) in known.response.iter_mut().zip(&own.response) {
            for (known, own) in known.fields.iter_mut().zip(&own.fields) {
                // Typographic quotes are the text form's own.
                known.example.clone_from(&own.example);
            }
        }
        assert_eq!(own, known, "{file}");
        count += 1;
    }
    assert!(count >= 12, "only {count} pages are about the project's own endpoints");
}

/// With what a person decides taken from the file that people wrote, the code is the committed one,
/// letter by letter.
#[test]
fn the_code_is_the_committed_one_once_people_have_decided() {
    let committed = small_spec();
    let expected = generate(&committed).unwrap();
    for (page, mut sources) in imported() {
        let (_, file) = FILES.iter().find(|(path, _)| *path == page).unwrap();
        let path = format!("spec/{file}.toml");
        let text = |sources: &Sources| {
            let file = sources.files.iter().find(|it| it.path == path).unwrap();
            file.text().unwrap().to_owned()
        };
        let decided = decide(&text(&sources), &text(&committed));
        sources = with_file(committed.clone(), &path, &decided);
        let generated =
            generate(&sources).unwrap_or_else(|problems| panic!("{file}: {problems:?}\n{decided}"));
        let module = format!("crates/protocol/src/generated/{file}.rs");
        let (own, known) = (&generated.files[&module], &expected.files[&module]);
        let differs = TextDiff::from_lines(known.as_str(), own).unified_diff().to_string();
        assert!(differs.is_empty(), "{file}\n{differs}");
    }
}

/// Returns every page about one of the endpoints, imported into a spec of its own.
fn imported() -> Vec<(String, Sources)> {
    let pages = all_pages().into_iter().filter_map(|(_, page)| {
        let (_, name) = FILES.iter().find(|(path, _)| *path == page.path)?;
        let mut spec = importer(empty_spec());
        let options = Options { name: Some((*name).to_owned()), ..options() };
        spec.import(&page, &options).unwrap_or_else(|it| panic!("{name}: {}", it.0));
        Some((page.path, spec.sources().clone()))
    });
    pages.collect()
}

fn decide(imported: &str, committed: &str) -> String {
    let mut document: DocumentMut = imported.parse().unwrap();
    let committed: DocumentMut = committed.parse().unwrap();
    take_over(document.as_table_mut(), committed.as_table());
    document.to_string()
}

fn take_over(table: &mut dyn TableLike, from: &dyn TableLike) {
    for key in DECIDED {
        table.remove(key);
        if let Some(item) = from.get(key) {
            table.insert(key, item.clone());
        }
    }
    // A limit that people added has no word on the page.
    if let Some(min) = from.get("limits").and_then(|limits| limits.get("min")) {
        let limits = table.entry("limits").or_insert(Item::Value(InlineTable::new().into()));
        if let Some(limits) = limits.as_table_like_mut().filter(|it| !it.contains_key("min")) {
            limits.insert("min", min.clone());
        }
    }
    // Some forms of a page lost the cells of this column.
    if let Some(required) = from.get("required").filter(|_| !table.contains_key("required")) {
        table.insert("required", required.clone());
    }
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    for key in keys.iter().filter(|key| !DECIDED.contains(&key.as_str())) {
        let own = table.get_mut(key).and_then(Item::as_table_like_mut);
        if let (Some(own), Some(from)) = (own, from.get(key).and_then(Item::as_table_like)) {
            take_over(own, from);
        }
    }
}
