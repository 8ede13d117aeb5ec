//! Types of parameters and fields in the spelling of pages, and their meaning.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Most nested lists; no page has more.
const MAX_LISTS: usize = 4;

/// A type and its spelling on the page: `Number`, `Long`, `String[]`, `Array of PageVo`.
///
/// Two types are equal if they mean the same.
#[derive(Debug, Clone, Default)]
pub struct Type {
    /// Spelling in the file.
    pub spelling: String,
    pub base: BaseType,
    /// Number of nested lists; 0 for a single value.
    pub lists: usize,
}

impl PartialEq for Type {
    fn eq(&self, other: &Self) -> bool {
        self.base == other.base && self.lists == other.lists
    }
}

impl Eq for Type {}

impl Type {
    /// Returns whether it is a single value of the type `base`.
    pub fn is(&self, base: &BaseType) -> bool {
        self.lists == 0 && self.base == *base
    }

    pub fn is_list(&self) -> bool {
        self.lists > 0
    }

    /// Returns whether its values are lists or objects.
    pub fn is_structured(&self) -> bool {
        self.is_list() || matches!(self.base, BaseType::Json | BaseType::Object(_))
    }

    /// Returns the name of its object, also within lists.
    pub fn object(&self) -> Option<&str> {
        match &self.base {
            BaseType::Object(name) => Some(name),
            _ => None,
        }
    }
}

/// Reads only the spelling: the objects of the file are known only after all of it has been read.
impl<'de> Deserialize<'de> for Type {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spelling = String::deserialize(deserializer)?;
        let error = || serde::de::Error::custom(format!("`{spelling}` is not a type"));
        parse_type(&spelling, &[]).ok_or_else(error)
    }
}

impl Serialize for Type {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.spelling.serialize(serializer)
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum BaseType {
    /// An integer.
    Number,
    /// A number that may have a fraction.
    Float,
    #[default]
    String,
    Boolean,
    /// A file, whose content is not part of the request.
    File,
    /// A value of undocumented shape.
    Json,
    /// Name of an [`Object`](super::Object) of the same file.
    Object(String),
}

impl BaseType {
    /// Returns the name of the type of a single value.
    pub fn name(&self) -> &str {
        match self {
            Self::Number => "Number",
            Self::Float => "Float",
            Self::String => "String",
            Self::Boolean => "Boolean",
            Self::File => "File",
            Self::Json => "Object",
            Self::Object(name) => name,
        }
    }
}

/// Reads a type in the spelling of pages. `declared` are the names of the file's own objects, which take
/// precedence over other meanings. Objects of other names need not exist.
pub fn parse_type(spelling: &str, declared: &[&str]) -> Option<Type> {
    let (base, lists) = parse(spelling.trim(), declared, MAX_LISTS)?;
    Some(Type { spelling: spelling.to_owned(), base, lists })
}

/// Returns the base and the number of lists around it, which is at most `depth`.
fn parse(text: &str, declared: &[&str], depth: usize) -> Option<(BaseType, usize)> {
    if declared.contains(&text) {
        return Some((BaseType::Object(text.to_owned()), 0));
    }
    if let Some(item) = item(text) {
        let (base, lists) = parse(item.trim(), declared, depth.checked_sub(1)?)?;
        return (lists < depth).then_some((base, lists + 1));
    }
    let plain = text.split_once('<').filter(|_| text.ends_with('>')).map_or(text, |(name, _)| name);
    if plain != text {
        // The page does not list the keys of a map.
        return (scalar(plain) == Some((BaseType::Json, 0))).then_some((BaseType::Json, 0));
    }
    let scalar = scalar(text).filter(|(_, lists)| *lists <= depth);
    scalar.or_else(|| is_name(text).then(|| (BaseType::Object(text.to_owned()), 0)))
}

/// Returns the items' type of `T[]`, `List<T>` and `Array of T`.
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
    // In a plural such as "strings" or "objects", the singular is the type.
    Some(item.strip_suffix('s').filter(|one| scalar(one).is_some()).unwrap_or(item))
}

/// Returns the meaning of a spelling that is not the name of an object.
fn scalar(text: &str) -> Option<(BaseType, usize)> {
    let base = match text.to_ascii_lowercase().as_str() {
        "number" | "integer" | "int" | "int32" | "int64" | "long" | "short" => BaseType::Number,
        "float" | "double" | "decimal" | "bigdecimal" => BaseType::Float,
        // Pages print dates as texts; dates that count seconds have the type of a number.
        "string" | "date" | "datetime" => BaseType::String,
        "boolean" | "bool" => BaseType::Boolean,
        "file" | "fileitem" => BaseType::File,
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
