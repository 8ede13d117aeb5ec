//! The same page in another form says the same.

use xtask_pages::facts::Page;

use crate::{bare, fixture};

fn forms(name: &str, form: &str, extension: &str) -> (Page, Page) {
    let markdown = bare(&fixture(&format!("markdown/{name}.md"))).unwrap();
    (markdown, bare(&fixture(&format!("{form}/{name}.{extension}"))).unwrap())
}

#[test]
fn run_together_text_says_what_markdown_says() {
    for name in ["add_to_users", "delete", "list_users", "remove_from_users"] {
        let (markdown, text) = forms(name, "text", "txt");
        assert_eq!(text, markdown, "{name}");
    }
}

#[test]
fn html_says_what_markdown_says() {
    for name in ["list_ids", "list_users"] {
        let (markdown, html) = forms(name, "html", "html");
        assert_eq!(html, markdown, "{name}");
    }
}

/// The Chinese text form has lost the cells of one column.
#[test]
fn lost_cells_are_all_that_the_text_lacks() {
    let (mut markdown, text) = forms("list_ids", "text", "txt");
    for parameter in &mut markdown.parameters {
        assert_eq!(parameter.required.take(), Some(true));
    }
    assert_eq!(text, markdown);
}

/// The form is recognised by the frame of a page, not by what stands in its examples.
#[test]
fn markup_in_an_example_does_not_change_the_form() {
    let text = fixture("text/list_users.txt");
    let marked = text
        .replace("print(req", "## a comment\nprint(\"<p>done</p>\")\nprint(req")
        .replace("The id of the role.", "The id of the role, not <b>bold</b>.");
    assert_eq!(bare(&marked), bare(&text));
}
