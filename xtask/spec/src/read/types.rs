//! Types as pages spell them, and what they mean. The one place that knows.

use crate::spec::{BaseType, Type};

/// More lists around each other than any page has.
const MAX_LISTS: usize = 4;

/// Reads a type as pages spell it. `declared` are the names of the file's own objects, which come
/// before what a spelling means elsewhere. Whether an object of another name exists is not asked.
pub fn parse_type(spelling: &str, declared: &[&str]) -> Option<Type> {
    let (base, lists) = parse(spelling.trim(), declared)?;
    (lists <= MAX_LISTS).then(|| Type { spelling: spelling.to_owned(), base, lists })
}

/// The base and the number of lists around it.
fn parse(text: &str, declared: &[&str]) -> Option<(BaseType, usize)> {
    if declared.contains(&text) {
        return Some((BaseType::Object(text.to_owned()), 0));
    }
    if let Some(item) = item(text) {
        let (base, lists) = parse(item.trim(), declared)?;
        return Some((base, lists + 1));
    }
    let plain = text.split_once('<').filter(|_| text.ends_with('>')).map_or(text, |(name, _)| name);
    if plain != text {
        // Whatever the values of a map are, its keys are not said.
        return (scalar(plain) == Some((BaseType::Json, 0))).then_some((BaseType::Json, 0));
    }
    scalar(text).or_else(|| is_name(text).then(|| (BaseType::Object(text.to_owned()), 0)))
}

/// The items' type of `T[]`, `List<T>` and `Array of T`.
fn item(text: &str) -> Option<&str> {
    if let Some(item) = text.strip_suffix("[]") {
        return Some(item);
    }
    if let Some((list, item)) = text.strip_suffix('>').and_then(|text| text.split_once('<')) {
        return is_list(list).then_some(item);
    }
    let (list, item) = text.split_once(" of ")?;
    if !is_list(list) {
        return None;
    }
    // Of strings, of objects: one of them is a string or an object.
    Some(item.strip_suffix('s').filter(|one| scalar(one).is_some()).unwrap_or(item))
}

/// What a spelling means that is no name of an object.
fn scalar(text: &str) -> Option<(BaseType, usize)> {
    let base = match text.to_ascii_lowercase().as_str() {
        "number" | "integer" | "int" | "int32" | "int64" | "long" | "short" => BaseType::Number,
        "float" | "double" | "decimal" | "bigdecimal" => BaseType::Float,
        // Pages print dates as texts; where they count seconds, they call them numbers.
        "string" | "date" | "datetime" => BaseType::String,
        "boolean" | "bool" => BaseType::Boolean,
        "object" | "json" | "jsonobject" | "map" | "any" => BaseType::Json,
        _ => return is_list(text).then_some((BaseType::Json, 1)),
    };
    Some((base, 0))
}

fn is_list(text: &str) -> bool {
    matches!(text.to_ascii_lowercase().as_str(), "array" | "list" | "jsonarray" | "set")
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-$".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::parse_type;

    fn meaning(spelling: &str) -> String {
        match parse_type(spelling, &["List", "PageVo"]) {
            None => "no type".to_owned(),
            Some(ty) => format!("{:?}{}", ty.base, "[]".repeat(ty.lists)),
        }
    }

    #[test]
    fn every_spelling_of_a_page_has_one_meaning() {
        let spellings = [
            ("Number", "Number"),
            ("Integer", "Number"),
            ("Long", "Number"),
            ("int", "Number"),
            ("BigDecimal", "Float"),
            ("double", "Float"),
            ("string", "String"),
            ("Date", "String"),
            ("bool", "Boolean"),
            ("Object", "Json"),
            ("Map<String, Object>", "Json"),
            ("JSONArray", "Json[]"),
            ("Array", "Json[]"),
            ("String[]", "String[]"),
            ("Number []", "Number[]"),
            ("Long[][]", "Number[][]"),
            ("Array of String", "String[]"),
            ("array of objects", "Json[]"),
            ("List<String>", "String[]"),
            ("Array<List<Long>>", "Number[][]"),
            ("List<PageVo>", "Object(\"PageVo\")[]"),
            ("PageVo[]", "Object(\"PageVo\")[]"),
            ("form-item", "Object(\"form-item\")"),
        ];
        for (spelling, expected) in spellings {
            assert_eq!(meaning(spelling), expected, "{spelling}");
        }
    }

    #[test]
    fn an_object_of_the_file_comes_before_what_its_name_means_elsewhere() {
        assert_eq!(meaning("List"), "Object(\"List\")");
        assert_eq!(meaning("List[]"), "Object(\"List\")[]");
    }

    #[test]
    fn what_is_no_type_is_none() {
        for text in ["", "[]", "1st", "String[", "a b", "Optional<String>", "X[][][][][]"] {
            assert_eq!(meaning(text), "no type", "{text}");
        }
    }
}
