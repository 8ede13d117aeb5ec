//! Reads the envelope of an answer in the same pass as the response.
//!
//! A [`Reader`] passes the answer to the endpoint's own types through [`Beside`], a map that takes the fields
//! of the envelope out of the stream. Nothing is buffered.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer, StrDeserializer};
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor,
};
use serde_json::value::RawValue;

use crate::fields::declares;
use crate::lenient;
use crate::place::{Answer, Place};
use crate::surrogates;

/// Fields that are the same in every answer.
#[derive(Default)]
pub(crate) struct Envelope {
    pub(crate) errcode: Code,
    pub(crate) errmsg: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) sub_code: Option<String>,
    pub(crate) sub_msg: Option<String>,
    /// Whether there are two `sub_code`s that differ.
    pub(crate) sub_codes_differ: bool,
    /// The answer's `success`; `None` if it is missing or no Boolean, `Some(false)` if there are two that differ.
    pub(crate) success: Option<bool>,
    /// Whether there is the field `punish`, which answers about a banned IP address have.
    pub(crate) punished: bool,
}

/// The answer's `errcode`.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    /// Missing or null.
    #[default]
    Absent,
    /// Neither an integer nor digits, or two codes that contradict each other.
    Odd,
    Value(i64),
}

impl Envelope {
    /// Returns whether the answer says that the call failed, whatever its code.
    pub(crate) fn is_failure(&self) -> bool {
        self.success == Some(false)
    }

    /// Returns the `sub_code`, if it reports an error.
    pub(crate) fn sub_error(&self) -> Option<&str> {
        let is_zero = |code: &str| code.trim().parse() == Ok(0);
        self.sub_code.as_deref().filter(|code| !code.trim().is_empty() && !is_zero(code))
    }

    /// Merges the envelope found in `result`. A code that reports an error counts in either place, and at
    /// least one code must be present.
    pub(crate) fn take_inner(&mut self, text: &str) {
        #[derive(Deserialize)]
        struct Outer<'a> {
            #[serde(borrow)]
            result: &'a RawValue,
        }
        let answer = serde_json::from_str::<Outer<'_>>(text);
        let Ok(inner) = answer.and_then(|answer| read_outer(answer.result.get())) else { return };
        self.take_success(inner.success);
        let decides = match self.errcode {
            Code::Absent => inner.errcode != Code::Absent,
            Code::Value(0) => !matches!(inner.errcode, Code::Absent | Code::Value(0)),
            Code::Odd | Code::Value(_) => false,
        };
        if decides {
            self.errcode = inner.errcode;
            self.errmsg = inner.errmsg.or(self.errmsg.take());
            self.request_id = self.request_id.take().or(inner.request_id);
            self.sub_code = self.sub_code.take().or(inner.sub_code);
            self.sub_msg = self.sub_msg.take().or(inner.sub_msg);
        }
    }

    /// Stores the value of a field.
    fn take(&mut self, field: Field, value: &RawValue) {
        match field {
            Field::Errcode => self.errcode = self.errcode.and(code(value)),
            Field::Errmsg => self.errmsg = text(value),
            Field::RequestId => self.request_id = text(value),
            Field::SubCode => self.take_sub_code(value),
            Field::SubMsg => self.sub_msg = text(value),
            Field::Success => self.take_success(lenient::read::<Answer, _, _>(value).ok()),
        }
    }

    fn take_success(&mut self, success: Option<bool>) {
        self.success = [self.success, success].into_iter().flatten().min();
    }

    fn take_sub_code(&mut self, value: &RawValue) {
        let code = text(value);
        let differs = self.sub_code.is_some() && code.is_some() && self.sub_code != code;
        self.sub_codes_differ |= differs;
        self.sub_code = code.or(self.sub_code.take());
    }
}

/// Function that reads an answer in one pass: its envelope, and the `T` in its `result` or beside the
/// envelope. The envelope keeps what was read even if the rest does not fit.
pub(crate) type Reader<T> = fn(&str, &mut Envelope) -> serde_json::Result<Option<T>>;

/// Reads an answer and its `result`; `None` if there is none. `IS_EXCUSED` says whether the `result` may have none of
/// its documented fields.
pub(crate) fn read_in_result<T: DeserializeOwned, const IS_EXCUSED: bool>(
    text: &str,
    envelope: &mut Envelope,
) -> serde_json::Result<Option<T>> {
    let place = Place::payload();
    place.is_excused.set(IS_EXCUSED);
    read_object(text, InResult { envelope, place, payload: PhantomData })
}

/// Reads an answer and its `result`. If there is none, the fields of the response are absent.
pub(crate) fn read_in_optional_result<T: DeserializeOwned>(
    text: &str,
    envelope: &mut Envelope,
) -> serde_json::Result<Option<T>> {
    match read_in_result::<T, true>(text, envelope)? {
        None => read_in_result::<T, true>(r#"{"result":{}}"#, &mut Envelope::default()),
        response => Ok(response),
    }
}

/// Reads an answer and the response beside its envelope. `HAS_SUCCESS` says whether a `success` that is true shows that
/// nothing else has to be there.
pub(crate) fn read_beside<T: DeserializeOwned, const HAS_SUCCESS: bool>(
    text: &str,
    envelope: &mut Envelope,
) -> serde_json::Result<Option<T>> {
    read_object(text, BesideEnvelope { envelope, has_success: HAS_SUCCESS, payload: PhantomData })
}

/// Reads only the envelope, including the one in `result` if the `errcode` may be there.
pub(crate) fn read_alone(text: &str, in_result: bool) -> serde_json::Result<Envelope> {
    let mut envelope = read_outer(text)?;
    if in_result {
        envelope.take_inner(text);
    }
    Ok(envelope)
}

fn read_outer(text: &str) -> serde_json::Result<Envelope> {
    let mut envelope = Envelope::default();
    let payload: PhantomData<IgnoredAny> = PhantomData;
    read_object(text, BesideEnvelope { envelope: &mut envelope, has_success: false, payload })?;
    Ok(envelope)
}

fn read_object<'de, V: Visitor<'de>>(text: &'de str, visitor: V) -> serde_json::Result<V::Value> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = deserializer.deserialize_map(visitor)?;
    deserializer.end()?;
    Ok(value)
}

/// Reads the response beside the envelope.
struct BesideEnvelope<'e, T> {
    envelope: &'e mut Envelope,
    has_success: bool,
    payload: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for BesideEnvelope<'_, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Option<T>, A::Error> {
        let place = Place::<Answer>::payload();
        let succeeded = self.has_success.then_some(&place.is_excused);
        let envelope = self.envelope;
        let beside = Beside { entries, envelope, declares: declares::<T>, succeeded };
        lenient::read_at(&place, MapAccessDeserializer::new(beside)).map(Some)
    }
}

/// Reads the `result`, and skips everything beside it.
struct InResult<'e, T> {
    envelope: &'e mut Envelope,
    place: Place<Answer>,
    payload: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for InResult<'_, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Option<T>, A::Error> {
        let envelope = self.envelope;
        let mut beside = Beside { entries, envelope, declares: |_| false, succeeded: None };
        let mut result = None;
        while let Some(is_result) = beside.next_key_seed(IsResult)? {
            if !is_result {
                beside.next_value::<IgnoredAny>()?;
            } else if result.is_some() {
                return Err(de::Error::duplicate_field("result"));
            } else {
                let seed = PayloadSeed { place: &self.place, payload: PhantomData::<Option<T>> };
                result = Some(beside.next_value_seed(seed)?);
            }
        }
        Ok(result.flatten())
    }
}

/// Reads the value of `result`.
struct PayloadSeed<'p, T> {
    place: &'p Place<Answer>,
    payload: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for PayloadSeed<'_, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        lenient::read_at(self.place, deserializer)
    }
}

/// Reads a key and returns whether it is `result`.
struct IsResult;

impl<'de> DeserializeSeed<'de> for IsResult {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for IsResult {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<bool, E> {
        Ok(key == "result")
    }
}

/// Entries of an answer without those of the envelope, which are stored in `envelope`.
struct Beside<'e, A> {
    entries: A,
    envelope: &'e mut Envelope,
    /// Returns whether the type beside the envelope has a field of this name.
    declares: fn(&str) -> bool,
    /// Set if the answer's `success` is true.
    succeeded: Option<&'e Cell<bool>>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Beside<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let mut seed = Some(seed);
        loop {
            let punished = &mut self.envelope.punished;
            let seed = KeySeed { inner: &mut seed, punished, declares: self.declares };
            let key = self.entries.next_key_seed(seed)?;
            match key {
                None => return Ok(None),
                Some(Key::Beside(key)) => return Ok(Some(key)),
                Some(Key::Envelope(field)) => {
                    self.envelope.take(field, self.entries.next_value()?);
                    if let Some(succeeded) = self.succeeded {
                        succeeded.set(self.envelope.success == Some(true));
                    }
                }
            }
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.entries.next_value_seed(seed)
    }
}

enum Key<T> {
    Envelope(Field),
    Beside(T),
}

/// A field of the envelope.
#[derive(Clone, Copy)]
enum Field {
    Errcode,
    Errmsg,
    RequestId,
    SubCode,
    SubMsg,
    Success,
}

impl Field {
    fn named(key: &str) -> Option<Self> {
        Some(match key {
            "errcode" => Self::Errcode,
            "errmsg" => Self::Errmsg,
            "request_id" => Self::RequestId,
            "sub_code" => Self::SubCode,
            "sub_msg" => Self::SubMsg,
            "success" => Self::Success,
            _ => return None,
        })
    }
}

/// Classifies a key. The inner seed is consumed only by a key that is not the envelope's.
struct KeySeed<'s, K> {
    inner: &'s mut Option<K>,
    /// Set if there is a key `punish`, which is passed to the inner seed as well.
    punished: &'s mut bool,
    declares: fn(&str) -> bool,
}

impl<'de, K: DeserializeSeed<'de>> KeySeed<'_, K> {
    fn sort<D: Deserializer<'de>>(self, key: &str, beside: D) -> Result<Key<K::Value>, D::Error> {
        match Field::named(key) {
            // A type of the caller's own may read it itself.
            Some(Field::Success) if (self.declares)(key) => {}
            Some(field) => return Ok(Key::Envelope(field)),
            None => {}
        }
        *self.punished |= key == "punish";
        match self.inner.take() {
            Some(seed) => seed.deserialize(beside).map(Key::Beside),
            None => Err(de::Error::custom("a key was read twice")),
        }
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
    /// Returns the code of an answer that has two codes: the same code if they are equal, otherwise `Odd`.
    fn and(self, later: Self) -> Self {
        match (self, later) {
            (Self::Absent, code) | (code, Self::Absent) => code,
            (earlier, later) if earlier == later => later,
            _ => Self::Odd,
        }
    }
}

/// Returns the code in a value.
fn code(value: &RawValue) -> Code {
    let json = value.get();
    if json == "null" {
        return Code::Absent;
    }
    let code = if json.starts_with('"') {
        text(value).and_then(|text| text.parse().ok())
    } else {
        serde_json::from_str(json).ok()
    };
    code.map_or(Code::Odd, Code::Value)
}

/// Returns a text or an integer of the envelope. `None` if it is of another type, so that it never hides the
/// code beside it; half a character in a text is replaced.
fn text(value: &RawValue) -> Option<String> {
    let json = value.get();
    if !json.starts_with('"') {
        return serde_json::from_str(json).ok().map(|number: i64| number.to_string());
    }
    let text = serde_json::from_str(json).ok();
    text.or_else(|| serde_json::from_str(&surrogates::replace_unpaired(json)?).ok())
}
