//! Lists that come page by page.

use crate::lower::text;
use crate::model::{Base, ItemKey, Object, Paging, Path, Step, Value};
use xtask_spec::spec::{self, LimitKind, Text};

/// Fields, and the objects that they can hold.
type Fields<'a> = (&'a [Value], &'a [Object]);

/// Lowers what a file without problems says of its pages.
pub(super) fn lower(
    paging: &spec::Paging,
    sent: Fields<'_>,
    answered: Fields<'_>,
) -> Option<Paging> {
    let (style, position) = paging.positions().next()?;
    let size = paging.size.as_ref();
    let limits = size.and_then(|name| along(sent, name)?.pop()).map(|value| &value.limits);
    let max = limits.and_then(|limits| limits.iter().find(|it| it.kind == LimitKind::Max));
    let answer = |name: &Option<Text>| name.as_ref().and_then(|name| path(answered, name));
    let items = path(answered, &paging.items)?;
    Some(Paging {
        style,
        position: path(sent, position)?,
        first: paging.first.as_ref().map(|first| first.value.clone()),
        size: size.and_then(|name| path(sent, name)),
        max_size: max.map(|limit| limit.constant.clone()),
        item: items.ty.clone(),
        key: key(paging, &items, answered.1),
        items,
        more: answer(&paging.more),
        next: answer(&paging.next),
        total: answer(&paging.total),
    })
}

/// Returns what the items of a list are told apart by: the field that the file names, or their id if
/// they have one.
fn key(paging: &spec::Paging, items: &Path, objects: &[Object]) -> ItemKey {
    let item = objects.iter().find(|object| object.name == items.ty.item);
    let is_id = |field: &&Value| matches!(field.ty.base, Base::Id { .. }) && !field.ty.is_list();
    let field = item.and_then(|item| match &paging.key {
        Some(key) => item.fields.iter().find(|field| field.wire == key.value),
        None => item.required().find(is_id),
    });
    match field {
        Some(field) => ItemKey::Field { name: field.name.clone(), ty: field.ty.clone() },
        None if items.ty.base == Base::Float => ItemKey::Shown,
        None if item.is_some_and(|item| !item.derives.contains(&"Hash")) => ItemKey::Shown,
        None => ItemKey::Item,
    }
}

fn path(fields: Fields<'_>, name: &Text) -> Option<Path> {
    let values = along(fields, name)?;
    let ty = values.last()?.ty.clone();
    let step = |value: &Value| Step { name: value.name.clone(), required: value.required };
    Some(Path { wire: text(name), steps: values.into_iter().map(step).collect(), ty })
}

/// Returns the values along a path of wire names.
fn along<'a>((mut fields, objects): Fields<'a>, path: &str) -> Option<Vec<&'a Value>> {
    let mut values = Vec::new();
    for name in path.split('.') {
        let value = fields.iter().find(|value| value.wire == name)?;
        let object = objects.iter().find(|object| object.name == value.ty.item);
        fields = object.map_or(&[], |object| &object.fields);
        values.push(value);
    }
    Some(values)
}
