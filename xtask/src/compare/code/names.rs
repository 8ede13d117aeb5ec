//! The names that a sentence about any endpoint leaves open, where it is about an object's field.

use crate::compare::Change;
use crate::compare::code::surface::Surface;

/// Puts the names of constants and fields where facts of a page leave `MAX_…` and `with_…` open.
pub(crate) fn named(old: &Surface, new: &Surface, changes: &mut [Change]) {
    for change in changes {
        let Some((path, key)) = change.subject.rsplit_once('.') else { continue };
        let constant = |surface: &Surface| {
            let mut constants = surface.constants.iter();
            constants.find(|((of, kind), _)| of == path && *kind == key).map(|it| it.1.name.clone())
        };
        if let Some(name) = constant(new).or_else(|| constant(old)) {
            for open in ["MAX_…_CHARS", "MAX_…", "MIN_…", "DEFAULT_…", "…_VALUES"] {
                change.consequence =
                    change.consequence.replace(&format!("`{open}`"), &format!("`{name}`"));
            }
        }
        let field = |surface: &Surface| {
            let item = surface.items.get(&change.subject).or_else(|| surface.items.get(path));
            item.map(|item| item.name.clone())
        };
        if let Some(name) = field(new).or_else(|| field(old)) {
            change.consequence = change.consequence.replace("`with_…`", &format!("`with_{name}`"));
        }
    }
}
