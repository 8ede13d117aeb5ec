//! Signing a request.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::ident;
use crate::model::{Base, Endpoint};
use xtask_spec::spec::Signature;

/// Makes the implementation of the protocol crate's trait, if the spec says how a call is signed.
pub(super) fn implementation(endpoint: &Endpoint) -> Option<TokenStream> {
    let signature = endpoint.spec.signature.as_ref()?;
    let over = match &signature.over {
        None => quote!(None),
        Some(over) if over.value == Signature::SECRET => quote!(Some(secret.expose())),
        Some(over) => {
            let name = ident(&endpoint.request.field(over).name);
            quote!(Some(self.#name.expose()))
        }
    };
    let [timestamp, value] =
        [&signature.timestamp, &signature.value].map(|name| endpoint.request.field(name));
    let is_number = timestamp.ty.base == Base::Number;
    let time = if is_number { quote!(timestamp) } else { quote!(timestamp.to_string()) };
    let [timestamp, value] = [timestamp, value].map(|it| ident(&it.name));
    Some(quote! {
        #[cfg(feature = "signature")]
        impl crate::signature::Signed for Request {
            fn sign(&mut self, secret: &Secret, timestamp: i64) {
                let signature = crate::signature::signature(secret, timestamp, #over);
                self.#timestamp = Some(#time);
                self.#value = Some(signature);
            }
        }
    })
}
