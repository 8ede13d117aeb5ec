//! What the id types have in common. The types themselves are generated.

/// Implements an id that is an integer on the wire.
macro_rules! integer_id {
    ($Id:ident) => {
        impl $Id {
            /// Wraps the service's number.
            pub const fn new(id: i64) -> Self {
                Self(id)
            }

            /// The service's number.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl From<i64> for $Id {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }

        impl From<&i64> for $Id {
            fn from(id: &i64) -> Self {
                Self(*id)
            }
        }

        impl From<&$Id> for $Id {
            fn from(id: &$Id) -> Self {
                *id
            }
        }

        impl From<$Id> for i64 {
            fn from(id: $Id) -> Self {
                id.0
            }
        }

        impl std::str::FromStr for $Id {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl std::fmt::Display for $Id {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl serde_core::Serialize for $Id {
            fn serialize<S: serde_core::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.0)
            }
        }

        crate::id::read_inner!($Id);

        impl crate::limits::Item for $Id {
            fn text(&self) -> crate::limits::Text<'_> {
                crate::limits::Text::Number(self.0)
            }
        }
    };
}

/// Implements an id that is an opaque string on the wire.
macro_rules! string_id {
    ($Id:ident) => {
        impl $Id {
            /// Wraps the service's string.
            pub fn new(id: impl Into<String>) -> Self {
                Self::from(id.into())
            }

            /// The service's string.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $Id {
            fn from(id: &str) -> Self {
                Self(id.into())
            }
        }

        impl From<String> for $Id {
            fn from(id: String) -> Self {
                Self(id.into())
            }
        }

        impl From<&String> for $Id {
            fn from(id: &String) -> Self {
                Self(id.into())
            }
        }

        impl From<&$Id> for $Id {
            fn from(id: &$Id) -> Self {
                id.clone()
            }
        }

        impl From<$Id> for String {
            fn from(id: $Id) -> Self {
                id.0.into()
            }
        }

        impl std::str::FromStr for $Id {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl AsRef<str> for $Id {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $Id {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl serde_core::Serialize for $Id {
            fn serialize<S: serde_core::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        crate::id::read_inner!($Id);

        impl crate::limits::Item for $Id {
            fn text(&self) -> crate::limits::Text<'_> {
                crate::limits::Text::Borrowed(&self.0)
            }
        }
    };
}

/// Reads an id as what it wraps.
macro_rules! read_inner {
    ($Id:ident) => {
        impl<'de> serde_core::Deserialize<'de> for $Id {
            fn deserialize<D: serde_core::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                crate::lenient::Read::read(deserializer)
            }
        }

        impl crate::lenient::Read for $Id {
            fn read<'de, D: serde_core::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                crate::lenient::Read::read(deserializer).map(Self)
            }
        }
    };
}

pub(crate) use {integer_id, read_inner, string_id};

#[cfg(test)]
mod tests {
    use crate::UserId as Id;

    #[test]
    fn a_string_id_is_its_text_however_long() {
        let texts = [0, 1, 22, 23, 24, 100].map(|length| "9".repeat(length));
        for text in texts.iter().chain([&"张伟".repeat(9), &"  \n".to_owned()]) {
            let id = Id::from(text);
            assert_eq!((id.as_str(), id.to_string()), (text.as_str(), text.clone()));
            assert_eq!([&Id::new(text), &text.parse().unwrap(), &id.clone()], [&id; 3]);
            let json = serde_json::to_string(&id).unwrap();
            assert_eq!(json, serde_json::to_string(text).unwrap());
            assert_eq!(serde_json::from_str::<Id>(&json).unwrap(), id);
            assert_eq!(String::from(id), *text);
        }
    }

    #[test]
    fn string_ids_are_ordered_as_their_texts() {
        let mut texts = ["b", "a long text that is not held in place", "", "a", "B"];
        let mut ids = texts.map(Id::from);
        texts.sort_unstable();
        ids.sort_unstable();
        assert_eq!(ids.map(String::from), texts);
    }
}
