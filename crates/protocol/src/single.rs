//! A list of one item.

use serde::de::{DeserializeSeed, Deserializer, SeqAccess};

/// Access to a list whose only item is read from `D`.
pub(crate) struct Single<D>(Option<D>);

impl<D> Single<D> {
    pub(crate) fn new(item: D) -> Self {
        Self(Some(item))
    }
}

impl<'de, D: Deserializer<'de>> SeqAccess<'de> for Single<D> {
    type Error = D::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, D::Error> {
        self.0.take().map(|item| seed.deserialize(item)).transpose()
    }
}
