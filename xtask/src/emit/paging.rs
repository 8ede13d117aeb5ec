//! Walking through a list page by page.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{ident, rust};
use crate::model::{Base, Endpoint, PagingStyle, Scalar, Value};
use xtask_spec::spec::{LimitKind, Paging};

/// What identifies an item of a list.
#[derive(Clone, Copy)]
pub(super) enum ItemKey<'m> {
    /// The item itself.
    Item,
    Field(&'m Value),
    /// The item's `Debug` text, because structs and floating-point numbers cannot be hashed.
    Shown,
}

/// The parameter for the position of a page.
struct Position<'m> {
    style: PagingStyle,
    /// The objects around the parameter, then the parameter itself.
    path: Vec<&'m Value>,
    parameter: &'m Value,
    /// Value for the first page; `None` if the first page is requested without one.
    first: Option<&'m Scalar>,
}

/// Makes the implementations of the protocol crate's traits, if the spec describes pages.
pub(super) fn implementation(endpoint: &Endpoint) -> Option<TokenStream> {
    let paging = endpoint.spec.paging.as_ref()?;
    let (style, name) = paging.positions().next()?;
    let path = endpoint.asked(name);
    let first = paging.first.as_ref().map(|first| &first.value);
    let position = Position { style, parameter: path.last()?, path, first };
    let items_path = endpoint.answered(&paging.items);
    let item = rust(&items_path.last()?.ty.item);
    let (first, own, at) = (position.first(), position.own(), position.at());
    let size = paging.size.as_ref().map(|name| size(&endpoint.asked(name)));
    let max_size = paging.size.as_ref().and_then(|name| {
        let (_, constant) = endpoint.asked(name).pop()?.limit(LimitKind::Max)?;
        let constant = ident(&constant);
        Some(quote!(const MAX_PAGE_SIZE: Option<i64> = Some(#constant);))
    });
    let more = paging.more.as_ref().map(|more| {
        let more = place(&quote!(response), &endpoint.answered(more));
        quote! {
            fn has_more(response: &Response) -> Option<bool> {
                Some(#more)
            }
        }
    });
    let next = (style == PagingStyle::Cursor).then(|| next(endpoint, paging));
    let total = paging.total.as_ref().map(|total| {
        let total = found(&quote!(response), &endpoint.answered(total), None);
        quote! {
            fn total(response: &Response) -> Option<i64> {
                #total
            }
        }
    });
    let items = place(&quote!(response), &items_path);
    let key = match key(endpoint, paging) {
        ItemKey::Item => quote!(item),
        ItemKey::Shown => quote!(format!("{item:?}")),
        ItemKey::Field(field) => {
            let name = ident(&field.name);
            quote!(&item.#name)
        }
    };
    let is_by_offset = style == PagingStyle::Offset;
    let by_offset = is_by_offset.then(|| quote! { impl PagedByOffset for Request {} });
    let sized = paging.size.as_ref().map(|_| quote! { impl PageSized for Request {} });
    Some(quote! {
        impl Paged for Request {
            type Item = #item;

            #max_size

            fn first() -> Position {
                #first
            }

            fn position(&self) -> Option<Position> {
                #own
            }

            #at
            #size
            #more
            #next
            #total

            fn items(response: &Response) -> &[#item] {
                &#items
            }

            fn into_items(response: Response) -> Vec<#item> {
                #items
            }

            fn key(item: &#item) -> impl Hash {
                #key
            }
        }

        #by_offset
        #sized
    })
}

/// Makes the imports that the implementations need.
pub(super) fn uses(endpoint: &Endpoint) -> Option<TokenStream> {
    let paging = endpoint.spec.paging.as_ref()?;
    let (style, _) = paging.positions().next()?;
    let sized = paging.size.as_ref().map(|_| quote!(PageSized,));
    let by_offset = (style == PagingStyle::Offset).then(|| quote!(PagedByOffset,));
    let paging = match (sized, by_offset) {
        (None, None) => quote!(Paged),
        (sized, by_offset) => quote!({#sized Paged, #by_offset}),
    };
    let is_cursor = style == PagingStyle::Cursor;
    let position = if is_cursor { quote!({Cursor, Position}) } else { quote!(Position) };
    Some(quote! {
        use crate::paging::#paging;
        use crate::position::#position;
    })
}

/// Returns what identifies the items of a list: the field that the file names, or their id if they have one.
pub(super) fn key<'m>(endpoint: &'m Endpoint, paging: &Paging) -> ItemKey<'m> {
    let items = endpoint.answered(&paging.items);
    let Some(items) = items.last() else { return ItemKey::Item };
    let item = endpoint.objects.iter().find(|object| object.name == items.ty.item);
    let is_id = |field: &&Value| matches!(field.ty.base, Base::Id { .. }) && !field.ty.is_list();
    let field = item.and_then(|item| match &paging.key {
        Some(key) => Some(item.field(key)),
        None => item.required().find(is_id),
    });
    match field {
        Some(field) => ItemKey::Field(field),
        None if matches!(items.ty.base, Base::Float | Base::Object) => ItemKey::Shown,
        None => ItemKey::Item,
    }
}

impl Position<'_> {
    /// Returns the nested constructors that turn the parameter's value into a position.
    fn constructors(&self) -> Vec<TokenStream> {
        match (self.style, &self.parameter.ty.base) {
            (PagingStyle::Offset, _) => vec![quote!(Position::Offset)],
            (PagingStyle::Page, _) => vec![quote!(Position::Page)],
            (PagingStyle::Cursor, Base::Number) => {
                vec![quote!(Cursor::Number), quote!(Position::Cursor)]
            }
            (PagingStyle::Cursor, _) => vec![quote!(Cursor::Text), quote!(Position::Cursor)],
        }
    }

    /// Makes the expression, or the pattern, of a position.
    fn of(&self, value: TokenStream) -> TokenStream {
        self.constructors().iter().fold(value, |value, of| quote!(#of(#value)))
    }

    fn is_required(&self) -> bool {
        self.path.iter().all(|step| step.required)
    }

    fn first(&self) -> TokenStream {
        let value = match self.first {
            _ if self.style == PagingStyle::Offset => quote!(0),
            Some(Scalar::Number(number)) => crate::emit::number(*number),
            Some(Scalar::String(text)) => quote!(#text.to_owned()),
            _ => return quote!(Position::Start),
        };
        self.of(value)
    }

    /// Makes the expression for the position that the request has set.
    fn own(&self) -> TokenStream {
        let value = place(&quote!(self), &self.path);
        let value = if self.parameter.ty.is_copy() { value } else { quote!(#value.clone()) };
        if self.is_required() {
            let position = self.of(value);
            quote!(Some(#position))
        } else {
            self.constructors().iter().fold(value, |value, of| quote!(#value.map(#of)))
        }
    }

    /// Makes the method that moves the request to a position.
    fn at(&self) -> TokenStream {
        let place = place(&quote!(self), &self.path);
        let wanted = self.of(quote!(value));
        let is_copy = self.parameter.ty.is_copy();
        let value = if is_copy { quote!(*value) } else { quote!(value.clone()) };
        let body = if self.style == PagingStyle::Cursor && self.first.is_none() {
            quote! {
                #place = match position {
                    Position::Start => None,
                    #wanted => Some(#value),
                    _ => return None,
                };
            }
        } else {
            let value = if self.is_required() { value } else { quote!(Some(#value)) };
            quote! {
                let #wanted = position else { return None };
                #place = #value;
            }
        };
        quote! {
            fn at(mut self, position: &Position) -> Option<Self> {
                #body
                Some(self)
            }
        }
    }
}

/// Makes the methods that read and set the size of the pages.
fn size(path: &[&Value]) -> TokenStream {
    let place = place(&quote!(self), path);
    let (own, value) = if path.iter().all(|step| step.required) {
        (quote!(Some(#place)), quote!(size))
    } else {
        (place.clone(), quote!(Some(size)))
    };
    quote! {
        fn page_size(&self) -> Option<i64> {
            #own
        }

        fn sized(mut self, size: i64) -> Self {
            #place = #value;
            self
        }
    }
}

/// Makes the function that returns the cursor of the next page.
fn next(endpoint: &Endpoint, paging: &Paging) -> TokenStream {
    let next = if let Some(next) = &paging.next {
        found(&quote!(response), &endpoint.answered(next), Some(&quote!(Cursor::from)))
    } else {
        let path = endpoint.answered(&paging.items);
        let items = place(&quote!(response), &path);
        let (key, base) = match key(endpoint, paging) {
            ItemKey::Field(field) => {
                let name = ident(&field.name);
                (quote!(item.#name), Some(&field.ty.base))
            }
            // The item itself.
            _ => (quote!(item), path.last().map(|items| &items.ty.base)),
        };
        let key = match base {
            Some(Base::Id { numeric: true }) => quote!(#key.get()),
            Some(Base::Number) if paging.key.is_none() => quote!(*#key),
            Some(Base::Number) => key,
            _ => quote!(#key.as_str()),
        };
        quote!(#items.last().map(|item| Cursor::from(#key)))
    };
    quote! {
        fn next(response: &Response) -> Option<Cursor> {
            #next
        }
    }
}

/// Makes the expression for a field in required objects.
fn place(of: &TokenStream, path: &[&Value]) -> TokenStream {
    path.iter().fold(of.clone(), |of, step| {
        let name = ident(&step.name);
        quote!(#of.#name)
    })
}

/// Makes the expression for an `Option` of a field, where it and the objects around it may be absent.
fn found(of: &TokenStream, path: &[&Value], convert: Option<&TokenStream>) -> TokenStream {
    let Some((step, rest)) = path.split_first() else { return of.clone() };
    let place = place(of, &[step]);
    match (rest, step.required) {
        ([], true) => {
            let value = if step.ty.is_copy() { place } else { quote!(#place.as_str()) };
            let value = convert.map_or(value.clone(), |convert| quote!(#convert(#value)));
            quote!(Some(#value))
        }
        ([], false) => {
            let value = if step.ty.is_copy() { place } else { quote!(#place.as_deref()) };
            convert.map_or(value.clone(), |convert| quote!(#value.map(#convert)))
        }
        (rest, true) => found(&place, rest, convert),
        (rest, false) => {
            let inner = found(&quote!(it), rest, convert);
            quote!(#place.as_ref().and_then(|it| #inner))
        }
    }
}
