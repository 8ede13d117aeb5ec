//! Edits of a page in each of the three forms.

use crate::drift::fixture;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Markdown,
    Text,
    Html,
}

pub(crate) const FORMS: [Form; 3] = [Form::Markdown, Form::Text, Form::Html];

/// An edit, as one would make it in the form that the page is shown in.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Edit {
    /// Replaces the cells of a row.
    Row(&'static [&'static str], &'static [&'static str]),
    /// Adds a row below one.
    Below(&'static [&'static str], &'static [&'static str]),
    Gone(&'static [&'static str]),
    /// Replaces a text that occurs once outside code.
    Text(&'static str, &'static str),
    /// Replaces a text that occurs once in code.
    Code(&'static str, &'static str),
    /// Replaces a text wherever it occurs.
    All(&'static str, &'static str),
}

impl Form {
    /// Returns a page of the project's own, if it has it in this form.
    pub(crate) fn page(self, stem: &str) -> Option<String> {
        let (folder, extension) = match self {
            Self::Markdown => ("markdown", "md"),
            Self::Text => ("text", "txt"),
            Self::Html => ("html", "html"),
        };
        let name = format!("{folder}/{stem}.{extension}");
        crate::drift::fixtures().join(&name).exists().then(|| fixture(&name))
    }

    /// Returns the page after all edits.
    pub(crate) fn edited(self, page: &str, edits: &[Edit]) -> String {
        self.try_edited(page, edits)
            .unwrap_or_else(|| panic!("{self:?}: not exactly one of {edits:?}"))
    }

    /// `None` if the page does not have what is edited exactly once.
    pub(crate) fn try_edited(self, page: &str, edits: &[Edit]) -> Option<String> {
        edits.iter().try_fold(page.to_owned(), |page, edit| self.apply(&page, *edit))
    }

    fn apply(self, page: &str, edit: Edit) -> Option<String> {
        let (from, to) = match edit {
            Edit::Row(from, to) => (self.row(from), self.row(to)),
            Edit::Below(row, new) => (self.row(row), self.row(row) + &self.row(new)),
            Edit::Gone(row) => (self.row(row), String::new()),
            Edit::Text(from, to) => (self.prose(from), self.prose(to)),
            Edit::Code(from, to) => (self.code(from), self.code(to)),
            Edit::All(from, to) => return Some(page.replace(from, to)),
        };
        (page.matches(&from).count() == 1).then(|| page.replace(&from, &to))
    }

    /// Returns the line of a row.
    fn row(self, cells: &[&str]) -> String {
        let cells: Vec<_> = cells.iter().map(|cell| self.prose(cell)).collect();
        match self {
            Self::Markdown => format!("| {} |\n", cells.join(" | ")),
            Self::Text => cells.concat() + "\n",
            // The table of basic information has its cells bare.
            Self::Html if cells.len() == 2 => {
                format!("<tr><td>{}</td></tr>\n", cells.join("</td><td>"))
            }
            Self::Html => {
                let cells = cells.join("</p></td><td><p>");
                format!("<tr><td><p>{cells}</p></td></tr>\n")
            }
        }
    }

    fn prose(self, text: &str) -> String {
        match self {
            Self::Markdown => text.replace('_', "\\_").replace('[', "\\[").replace(']', "\\]"),
            Self::Text | Self::Html => text.to_owned(),
        }
    }

    fn code(self, text: &str) -> String {
        match self {
            Self::Html => text.replace('"', "&quot;").replace('\'', "&#x27;"),
            Self::Markdown | Self::Text => text.to_owned(),
        }
    }
}
