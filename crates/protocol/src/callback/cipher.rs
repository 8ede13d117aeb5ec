//! AES-256-CBC of a message: 16 random bytes, the length, the message and the owner, padded to 32 bytes.

use aes::Aes256;
use base64::Engine;
use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::engine::{DecodePaddingMode, general_purpose::STANDARD};
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};

use super::error::Error;
use crate::secret::Secret;

/// The 43 characters of a key have 258 bits. The last two bits are not part of the key, and the console sets
/// them at random.
const KEY: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// Block size of the padding, although the blocks of AES have 16 bytes.
const BLOCK: usize = 32;
const AES_BLOCK: usize = 16;
const RANDOM: usize = 16;
const LENGTH: usize = 4;

#[derive(Clone)]
pub(super) struct Key([u8; 32]);

impl Key {
    pub(super) fn parse(encoded: &Secret) -> Result<Self, Error> {
        let key = KEY.decode(encoded.expose()).map_err(|_| Error::InvalidKey)?;
        key.try_into().map(Self).map_err(|_| Error::InvalidKey)
    }

    /// Returns the initialisation vector: according to the page, the first half of the key.
    fn iv(&self) -> [u8; AES_BLOCK] {
        self.0[..AES_BLOCK].try_into().expect("a key is longer than a block")
    }

    pub(super) fn encrypt(&self, text: &str, owner: &str, random: [u8; RANDOM]) -> String {
        let length = u32::try_from(text.len()).expect("a message has at most 4 GiB");
        let frame = [&random[..], &length.to_be_bytes(), text.as_bytes(), owner.as_bytes()];
        let mut frame = frame.concat();
        let padding = BLOCK - frame.len() % BLOCK;
        frame.extend(std::iter::repeat_n(padding.to_be_bytes()[size_of::<usize>() - 1], padding));
        let length = frame.len();
        cbc::Encryptor::<Aes256>::new(&self.0.into(), &self.iv().into())
            .encrypt_padded::<NoPadding>(&mut frame, length)
            .expect("the frame is a multiple of the block");
        STANDARD.encode(frame)
    }

    /// Returns the message and the owner after it.
    pub(super) fn decrypt(&self, encrypted: &str) -> Result<(String, String), Error> {
        let mut frame = STANDARD.decode(encrypted).map_err(|_| Error::NotBase64)?;
        if frame.is_empty() || frame.len() % AES_BLOCK != 0 {
            return Err(Error::Length);
        }
        let frame = cbc::Decryptor::<Aes256>::new(&self.0.into(), &self.iv().into())
            .decrypt_padded::<NoPadding>(&mut frame)
            .map_err(|_| Error::Length)?;
        let (text, owner) = unframe(without_padding(frame).ok_or(Error::Padding)?)?;
        let utf8 = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).map_err(|_| Error::NotUtf8);
        Ok((utf8(text)?, utf8(owner)?))
    }
}

/// Returns the frame without its padding. Each byte of the padding is its length.
fn without_padding(frame: &[u8]) -> Option<&[u8]> {
    let last = *frame.last()?;
    let at = frame.len().checked_sub(last.into())?;
    let (frame, padding) = frame.split_at(at);
    let is_padding = (1..=BLOCK).contains(&padding.len()) && padding.iter().all(|b| *b == last);
    is_padding.then_some(frame)
}

/// Returns the message and the owner.
fn unframe(frame: &[u8]) -> Result<(&[u8], &[u8]), Error> {
    let (_, rest) = frame.split_at_checked(RANDOM).ok_or(Error::Frame)?;
    let (length, rest) = rest.split_first_chunk::<LENGTH>().ok_or(Error::Frame)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| Error::Frame)?;
    rest.split_at_checked(length).ok_or(Error::Frame)
}
