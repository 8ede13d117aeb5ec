//! Every page at hand becomes a file that says of it what it says.

use xtask::codegen::generate;
use xtask_drift::drift::diff;
use xtask_spec::diagnostic::{Colour, render};
use xtask_spec::read::read;

use xtask_pages::facts::{Field, Page, Place};

use crate::import::{
    all_pages, empty_spec, facts_of, field, held, importer, options, printed, text_of,
};
use crate::workspace::small_spec;

#[test]
fn every_page_becomes_a_file_that_passes_the_checks_and_says_what_the_page_says() {
    let mut count = 0;
    for (name, page) in all_pages() {
        let mut spec = importer(empty_spec());
        let imported = match spec.import(&page, &options()) {
            Ok(imported) => imported,
            Err(failure) => {
                assert!(name.contains("rest_"), "{name}: {}", failure.0);
                continue;
            }
        };
        let sources = spec.sources();
        let generated = generate(sources);
        generated.unwrap_or_else(|it| panic!("{name}\n{}", render(&it, sources, Colour::Never)));
        assert_eq!(
            printed(sources, &imported.file),
            held(sources, &imported.file, &page),
            "{name}"
        );
        count += 1;
    }
    assert!(count >= 14, "only {count} pages were imported");
}

/// One of the files as a whole, for a reviewer.
#[test]
fn a_file_reads_as_if_a_person_had_begun_it() {
    let page = facts_of("odd/old_layout.zh.html");
    let mut spec = importer(empty_spec());
    let imported = spec.import(&page, &options()).unwrap();
    let decisions = imported.decisions.iter().map(|it| format!("# {}: {}\n", it.key, it.need));
    let decisions = decisions.collect::<String>();
    insta::assert_snapshot!("whole_file", format!("{decisions}\n{}", text_of(&imported)));
}

#[test]
fn a_page_that_was_just_imported_shows_no_drift() {
    for (name, page) in all_pages() {
        let mut spec = importer(empty_spec());
        if spec.import(&page, &options()).is_err() {
            continue;
        }
        let (spec, _) = read(spec.sources());
        let report = diff(&[name.clone().into()], &spec, "0.1.0").unwrap();
        let changes: Vec<_> = report.pages.iter().flat_map(|page| &page.changes).collect();
        assert_eq!(report.pages.len(), 1, "{name}");
        assert!(changes.is_empty(), "{name}: {changes:?}");
    }
}

#[test]
fn lists_that_could_be_walked_are_named() {
    let named = |page: &str| {
        let mut spec = importer(empty_spec());
        let imported = spec.import(&facts_of(page), &options()).unwrap();
        let keys = imported.decisions.into_iter().map(|decision| decision.key);
        keys.filter(|key| key == "paging").collect::<Vec<_>>()
    };
    assert_eq!(named("markdown/list_users.md"), ["paging"]);
    assert!(named("markdown/delete.md").is_empty());
}

/// Nothing is checked where the end lies before the beginning, so a span the wrong way round limits nothing.
#[test]
fn a_span_begins_at_the_earlier_date_in_whichever_order_they_are_listed() {
    let span = |first: &str, second: &str| {
        let mut page = facts_of("markdown/delete.md");
        for name in [first, second] {
            let mut date = Field { place: Some(Place::Body), ..field(name, "Number") };
            date.limits.max_days = Some(45);
            page.parameters.push(date);
        }
        let mut spec = importer(empty_spec());
        let imported = spec.import(&page, &options()).unwrap();
        let (_, span) = text_of(&imported).split_once("[span.period]\n").unwrap();
        let ends: Vec<_> = span.lines().take(2).map(str::to_owned).collect();
        let is_open = imported.decisions.iter().any(|it| it.key == "span.period" && it.is_open);
        let is_listed = text_of(&imported).contains("\"span.period\"");
        assert_eq!(is_open, is_listed, "{}", text_of(&imported));
        (ends.join(", "), is_open)
    };
    for (from, to) in [
        ("start_time", "end_time"),
        ("beginDate", "endDate"),
        ("workDateFrom", "workDateTo"),
        ("calendar_start", "calendar_end"),
    ] {
        let expected = (format!("from = \"{from}\", to = \"{to}\""), false);
        assert_eq!(span(from, to), expected);
        assert_eq!(span(to, from), expected);
    }
    let undecided = |from: &str, to: &str| (format!("from = \"{from}\", to = \"{to}\""), true);
    assert_eq!(span("date_a", "date_b"), undecided("date_a", "date_b"));
    assert_eq!(span("date_b", "date_a"), undecided("date_b", "date_a"));
}

/// A file without the key would say that the call is served by every site.
#[test]
fn a_file_names_the_sites_that_its_page_prints() {
    let line = |hosts: &[&str]| {
        let mut page = facts_of("text/list_users.txt");
        page.hosts = hosts.iter().map(|host| format!("https://oapi.dingtalk.{host}")).collect();
        let mut spec = importer(empty_spec());
        let imported = spec.import(&page, &options()).unwrap();
        let mut lines = text_of(&imported).lines().filter(|line| line.starts_with("hosts"));
        lines.next().map(str::to_owned)
    };
    assert_eq!(line(&["com"]).as_deref(), Some("hosts = [\"mainland\"]"));
    assert_eq!(line(&["io"]).as_deref(), Some("hosts = [\"international\"]"));
    // Both are what `api.toml` says of a call by default.
    assert_eq!(line(&["io", "com"]), None);
}

#[test]
fn a_path_of_the_spec_is_not_imported_twice() {
    let page = facts_of("text/list_users.txt");
    let mut spec = importer(small_spec());
    let failure = spec.import(&page, &options()).unwrap_err();
    assert!(failure.0.contains("spec/role/list_users.toml: amend that with `--update`"));
}

/// What the generator refuses is refused here, with the reason.
#[test]
fn what_the_generator_cannot_express_is_refused() {
    let refused = |change: fn(&mut Page)| {
        let mut page = facts_of("text/list_users.txt");
        change(&mut page);
        let mut spec = importer(empty_spec());
        let before = spec.sources().files.len();
        let failure = spec.import(&page, &options()).unwrap_err();
        assert_eq!(spec.sources().files.len(), before);
        failure.0
    };
    let reasons = [
        (refused(|page| page.method = "DELETE".into()), "the method DELETE is not supported"),
        (refused(|page| page.path = "/v1.0/a/{id}".into()), "`/v1.0/a/{id}` has placeholders"),
        (refused(|page| page.parameters[1].place = Some(Place::Path)), "goes into the path"),
        (
            refused(|page| {
                page.parameters[0].place = Some(Place::Header);
                page.parameters[0].name = "x-acs-dingtalk-access-token".into();
            }),
            "a call of the vendor's second API",
        ),
        (refused(|page| page.hosts = vec!["https://api.example.com".into()]), "is no host of"),
        (refused(|page| page.hosts.clear()), "the page names no host"),
        (refused(|page| page.content_type = Some("text/xml".into())), "is not supported"),
        (refused(|page| page.parameters[2].name = "role_id".into()), "lists `role_id` twice"),
    ];
    for (reason, expected) in reasons {
        assert!(reason.contains(expected), "{reason}");
    }
}
