//! The envelope that every answer comes in, read in the same pass as what stands beside it.
//!
//! [`read`] hands the answer to the endpoint's own types through [`Beside`], a map that takes the
//! fields of the envelope out of the stream as they come by. Nothing is buffered.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::value::{BorrowedStrDeserializer, MapAccessDeserializer, StrDeserializer};
use serde_core::de::{
    self, Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor,
};

use crate::Request;
use crate::lenient::{Fields, Object, Read, Text, object};

/// The fields that are the same in every answer.
#[derive(Default)]
pub(crate) struct Envelope {
    pub(crate) errcode: Code,
    pub(crate) errmsg: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) sub_code: Option<String>,
    pub(crate) sub_msg: Option<String>,
    /// Whether there is what the ban of an IP address answers instead of `errcode`. Looked for only
    /// when the envelope is read alone: elsewhere the name is free.
    pub(crate) punished: bool,
    alone: bool,
    /// Whether `errmsg` and `sub_msg` are left out, because one of them cannot be read.
    skip_texts: bool,
}

/// The answer's `errcode`.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    /// Missing or null.
    #[default]
    Absent,
    /// Neither a number nor digits, or two that contradict each other.
    Odd,
    Value(i64),
}

/// Reads an answer in one pass. The envelope holds what was read even if the rest does not fit.
pub(crate) fn read<R: Request>(
    text: &str,
    envelope: &mut Envelope,
) -> serde_json::Result<Option<R::Response>> {
    read_with(text, AnswerVisitor::<R>(envelope, PhantomData))
}

/// Reads the envelope alone, whatever stands beside it.
///
/// Texts that cannot be read, such as one that was cut within an emoji, do not hide the code.
pub(crate) fn read_alone(text: &str) -> serde_json::Result<Envelope> {
    let mut envelope = Envelope { alone: true, ..Envelope::default() };
    read_with(text, AloneVisitor(&mut envelope)).or_else(|_| {
        envelope = Envelope { alone: true, skip_texts: true, ..Envelope::default() };
        read_with(text, AloneVisitor(&mut envelope))
    })?;
    Ok(envelope)
}

/// Reads the object under `result`; `None` if there is none.
pub(crate) fn result<'de, D: Deserializer<'de>, T: Read>(answer: D) -> Result<Option<T>, D::Error> {
    object(answer).map(|Answer { result }| result)
}

fn read_with<'de, V: Visitor<'de>>(text: &'de str, visitor: V) -> serde_json::Result<V::Value> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = deserializer.deserialize_map(visitor)?;
    deserializer.end()?;
    Ok(value)
}

/// An answer that stands in `result`.
struct Answer<T> {
    result: Option<T>,
}

impl<T: Read> Object for Answer<T> {
    const NAMES: &'static [&'static str] = &["result"];

    fn read_fields<'de, A: MapAccess<'de>>(mut fields: Fields<A>) -> Result<Self, A::Error> {
        let mut result = None;
        while let Some(name) = fields.next()? {
            match name {
                "result" => fields.read("result", &mut result),
                _ => fields.skip(),
            }?;
        }
        Ok(Self { result: result.flatten() })
    }
}

struct AnswerVisitor<'e, R>(&'e mut Envelope, PhantomData<R>);

impl<'de, R: Request> Visitor<'de> for AnswerVisitor<'_, R> {
    type Value = Option<R::Response>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Self::Value, A::Error> {
        R::read_answer(MapAccessDeserializer::new(Beside { entries, envelope: self.0 }))
    }
}

struct AloneVisitor<'e>(&'e mut Envelope);

impl<'de> Visitor<'de> for AloneVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<(), A::Error> {
        let mut beside = Beside { entries, envelope: self.0 };
        while beside.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// The entries of an answer without those of the envelope, which are kept aside.
struct Beside<'e, A> {
    entries: A,
    envelope: &'e mut Envelope,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Beside<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let mut seed = Some(seed);
        loop {
            let Some(key) = self
                .entries
                .next_key_seed(KeySeed { inner: &mut seed, punish: self.envelope.alone })?
            else {
                return Ok(None);
            };
            let (entries, envelope) = (&mut self.entries, &mut *self.envelope);
            match key {
                Key::Beside(key) => return Ok(Some(key)),
                Key::Errcode => envelope.errcode = envelope.errcode.and(entries.next_value()?),
                Key::Errmsg | Key::SubMsg if envelope.skip_texts => {
                    entries.next_value::<IgnoredAny>()?;
                }
                Key::Errmsg => envelope.errmsg = entries.next_value::<Text>()?.0,
                Key::RequestId => envelope.request_id = entries.next_value::<Text>()?.0,
                Key::SubCode => envelope.sub_code = entries.next_value::<Text>()?.0,
                Key::SubMsg => envelope.sub_msg = entries.next_value::<Text>()?.0,
                Key::Punish => {
                    entries.next_value::<IgnoredAny>()?;
                    envelope.punished = true;
                }
            }
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.entries.next_value_seed(seed)
    }
}

enum Key<T> {
    Errcode,
    Errmsg,
    RequestId,
    SubCode,
    SubMsg,
    Punish,
    Beside(T),
}

/// Sorts a key; the inner seed is used up only by a key that is not the envelope's.
struct KeySeed<'s, K> {
    inner: &'s mut Option<K>,
    /// Whether `punish` is the envelope's too.
    punish: bool,
}

impl<'de, K: DeserializeSeed<'de>> KeySeed<'_, K> {
    fn sort<D: Deserializer<'de>>(self, key: &str, beside: D) -> Result<Key<K::Value>, D::Error> {
        Ok(match key {
            "errcode" => Key::Errcode,
            "errmsg" => Key::Errmsg,
            "request_id" => Key::RequestId,
            "sub_code" => Key::SubCode,
            "sub_msg" => Key::SubMsg,
            "punish" if self.punish => Key::Punish,
            _ => {
                let seed = self.inner.take();
                let seed = seed.ok_or_else(|| de::Error::custom("a key was read twice"))?;
                Key::Beside(seed.deserialize(beside)?)
            }
        })
    }
}

impl<'de, K: DeserializeSeed<'de>> DeserializeSeed<'de> for KeySeed<'_, K> {
    type Value = Key<K::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de, K: DeserializeSeed<'de>> Visitor<'de> for KeySeed<'_, K> {
    type Value = Key<K::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: de::Error>(self, key: &'de str) -> Result<Self::Value, E> {
        self.sort(key, BorrowedStrDeserializer::new(key))
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Self::Value, E> {
        self.sort(key, StrDeserializer::new(key))
    }
}

impl Code {
    /// The one code of an answer that holds two: equal ones are one, others contradict each other.
    fn and(self, later: Self) -> Self {
        match (self, later) {
            (Self::Absent, code) | (code, Self::Absent) => code,
            (earlier, later) if earlier == later => later,
            _ => Self::Odd,
        }
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CodeVisitor;

        impl<'de> Visitor<'de> for CodeVisitor {
            type Value = Code;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_i64<E: de::Error>(self, code: i64) -> Result<Code, E> {
                Ok(Code::Value(code))
            }

            fn visit_u64<E: de::Error>(self, code: u64) -> Result<Code, E> {
                Ok(i64::try_from(code).map_or(Code::Odd, Code::Value))
            }

            fn visit_f64<E: de::Error>(self, _: f64) -> Result<Code, E> {
                Ok(Code::Odd)
            }

            fn visit_str<E: de::Error>(self, code: &str) -> Result<Code, E> {
                Ok(code.parse().map_or(Code::Odd, Code::Value))
            }

            fn visit_bool<E: de::Error>(self, _: bool) -> Result<Code, E> {
                Ok(Code::Odd)
            }

            fn visit_unit<E: de::Error>(self) -> Result<Code, E> {
                Ok(Code::Absent)
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<Code, A::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Code::Odd)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Code, A::Error> {
                while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Code::Odd)
            }
        }

        deserializer.deserialize_any(CodeVisitor)
    }
}
