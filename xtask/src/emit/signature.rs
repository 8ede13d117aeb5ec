//! Signing a request.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::ident;
use crate::model::{Base, Endpoint, Over};

/// Makes the implementation of the protocol crate's trait, where the spec says how a call is signed.
pub(super) fn implementation(endpoint: &Endpoint) -> Option<TokenStream> {
    let signature = endpoint.signature.as_ref()?;
    let parameter = |index: usize| &endpoint.parameters()[index];
    let over = match signature.over {
        Over::Nothing => quote!(None),
        Over::Secret => quote!(Some(secret.expose())),
        Over::Parameter(index) => {
            let name = ident(&parameter(index).name);
            quote!(Some(self.#name.expose()))
        }
    };
    let timestamp = if parameter(signature.timestamp).ty.base == Base::Number {
        quote!(timestamp)
    } else {
        quote!(timestamp.to_string())
    };
    let set = [(signature.timestamp, timestamp), (signature.value, quote!(signature))];
    let set = set.map(|(index, value)| {
        let name = ident(&parameter(index).name);
        quote!(self.#name = Some(#value);)
    });
    Some(quote! {
        #[cfg(feature = "signature")]
        impl crate::signature::Signed for Request {
            fn sign(&mut self, secret: &Secret, timestamp: i64) {
                let signature = crate::signature::signature(secret, timestamp, #over);
                #(#set)*
            }
        }
    })
}
