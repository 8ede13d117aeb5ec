//! What sentences say of a parameter, and what they do not say.

use serde_json::{Value, json};
use xtask_pages::facts::Field;
use xtask_pages::read;

/// Returns the parameter of this description, beside one called `offset` and one called `size`.
fn parameter(name: &str, ty: &str, description: &str) -> Field {
    let page = format!(
        "| HTTP URL | https://oapi.dingtalk.io/topapi/a |\n|---|---|\n| HTTP Method | POST |\n\
         ## Request body\n| Name | Type | Required | Description |\n|---|---|---|---|\n\
         | {name} | {ty} | No | {description} |\n| offset | Number | No | x |\n\
         | size | Number | No | x |\n\n## Response body\n| Name | Type | Description |\n\
         |---|---|---|\n| errcode | Number | x |\n"
    );
    read("page", &page).unwrap().parameters.swap_remove(0)
}

#[track_caller]
fn assert_limits(ty: &str, description: &str, limits: &Value) {
    let read = parameter("value", ty, description).limits;
    assert_eq!(serde_json::to_value(read).unwrap(), *limits, "{ty}: {description}");
}

#[test]
fn most_items() {
    for description in [
        "用户列表，最大20个。",
        "最多可传20个。",
        "最大列表长度：20。",
        "手机上最多显示5个，最多可传20个。",
        "最多支持20个userId，多个用逗号分隔。",
        "多个id用英文逗号分隔，最大长度20。",
        "一次不能超过20个部门。",
        "A maximum of 20 department IDs.",
        "Separate values with commas. Up to 20 values are allowed.",
        "At most 20 items can be passed.",
        "The maximum list length is 20.",
        "No more than 20 user IDs per call.",
        "每次限制20个以内。",
        "The maximum number of IDs is 20.",
        "The list length cannot exceed 20.",
    ] {
        assert_limits("String", description, &json!({"max_items": 20}));
        assert_limits("String[]", description, &json!({"max_items": 20}));
        assert_limits("List<String>", description, &json!({"max_items": 20}));
    }
    for description in ["最大20。", "最大值为20", "Maximum 20"] {
        assert_limits("Array", description, &json!({"max_items": 20}));
    }
    assert_limits("Array", "列表长度范围1-20", &json!({"max_items": 20, "min_items": 1}));
}

#[test]
fn most_characters() {
    for description in [
        "名称，长度不超过64个字符。",
        "最大长度64。",
        "最大长度为64个字",
        "最长64个字符，超出会报错。",
        "不能超过64字",
        "The length cannot exceed 64 characters.",
        "Maximum length: 64 characters.",
        "It can be up to 64 characters in length.",
        "at most 64 characters",
        "64个字符以内",
        "限64字以内",
        "字数限制64",
    ] {
        assert_limits("String", description, &json!({"max_chars": 64}));
    }
}

#[test]
fn fewest_characters_and_items() {
    for description in [
        "长度范围1~64个字符",
        "长度限制为1~64个字符",
        "The name must be 1 to 64 characters in length.",
        "Between 1 and 64 characters.",
        "最长64个字符，最短1个字符。",
    ] {
        assert_limits("String", description, &json!({"max_chars": 64, "min_chars": 1}));
    }
    for description in ["初始密码，至少8个字符。", "不少于8个字符", "At least 8 characters."]
    {
        assert_limits("String", description, &json!({"min_chars": 8}));
    }
    assert_limits(
        "String[]",
        "至少2个userid，最多20个。",
        &json!({"min_items": 2, "max_items": 20}),
    );
    assert_limits("String", "长度范围0~64个字符", &json!({"max_chars": 64}));
    assert_limits("String", "userid和unionid至少填1项。", &json!({}));
}

#[test]
fn most_bytes() {
    for description in ["最长不超过2048个字节", "长度限制 2048 字节以内", "At most 2048 bytes."]
    {
        assert_limits("String", description, &json!({"max_bytes": 2048}));
        assert_limits("JSON Object", description, &json!({"max_bytes": 2048}));
    }
}

#[test]
fn days_between_two_dates() {
    for description in [
        "from和to参数相隔最多7天（包含7天）。",
        "开始时间和结束时间的间隔不能超过7天。",
        "The interval between both dates cannot exceed 7 days.",
        "结束时间减去开始时间的天数不能超过7天",
    ] {
        assert_limits("String", description, &json!({"max_days": 7}));
    }
    for description in [
        "距当前时间的间隔不能超过7天。",
        "类型为1时，两者间隔不能超过7天；为2时，间隔不能超过31天。",
        "每天间隔30分钟。",
    ] {
        assert_limits("String", description, &json!({}));
    }
}

/// What a value of an enumeration allows is not what the parameter allows.
#[test]
fn numbers_that_limit_something_else() {
    for description in [
        "参与方类型。   - 1：用户，可添加的人数上限为1000。 - 2：部门，可添加的部门数上限为100。",
        "手机上最多只能显示10个。",
    ] {
        assert_limits("Number", description, &json!({}));
        assert_limits("String", description, &json!({}));
    }
    let sorted = "排序： - asc：升序 - desc：降序。最大长度20个字符";
    assert_limits("String", sorted, &json!({"max_chars": 20}));
}

#[test]
fn numbers() {
    for description in [
        "最大值100。",
        "最大100",
        "不能超过100",
        "上限为100",
        "The maximum value is 100.",
        "Maximum is 100.",
        "up to 100",
        "at most 100",
        "小于等于100",
        "不大于 100。",
        "<=100",
    ] {
        assert_limits("Number", description, &json!({"max": 100}));
        assert_limits("Integer", description, &json!({"max": 100}));
        assert_limits("Long", description, &json!({"max": 100}));
    }
    for description in [
        "取值范围1-100",
        "取值范围：1~100。",
        "取值范围为[1,100]",
        "范围1到100",
        "Value range: 1 to 100",
        "between 1 and 100",
        "Valid values: 1-100",
        "最小值1，最大值100",
        "大于0，且不超过100",
        "1-100之间的整数",
        "Starts from 1, max 100.",
        "Minimum 1, maximum 100.",
    ] {
        assert_limits("Number", description, &json!({"min": 1, "max": 100}));
    }
    for description in
        ["从0开始", "偏移量，从0开始。", "The offset starts from 0.", "From 0.", "不小于0"]
    {
        assert_limits("Number", description, &json!({"min": 0}));
    }
    assert_limits("Number", "最大值1,000。", &json!({"max": 1000}));
    assert_limits("Number", "最大值1万", &json!({"max": 10000}));
}

#[test]
fn page_sizes_are_counts() {
    for description in
        ["分页大小，最大100条。", "Rows of a page, up to 100 rows.", "每页最多返回100个"]
    {
        assert_limits("Number", description, &json!({"max": 100}));
    }
}

#[test]
fn what_bounds_something_else_is_no_limit() {
    for (ty, description) in [
        ("Number", "Within the last 180 days."),
        ("Number", "最多查询最近7天的数据。"),
        ("String", "有效期不超过30分钟。"),
        ("String", "文件大小不超过10MB。"),
        ("Number", "部门ID，每个部门最多500个子部门。"),
        ("String", "每秒最多调用20次。"),
        ("Boolean", "最多20个"),
        ("Number", "根部门传1。"),
        ("Number", "超过100时返回错误。"),
        ("String", "格式：yyyy-MM-dd，如2020-01-02。"),
        ("String", "示例：1-2-3"),
    ] {
        assert_limits(ty, description, &json!({}));
    }
}

#[test]
fn defaults() {
    for (ty, description, default) in [
        ("Number", "默认值20。", json!(20)),
        ("Number", "默认值：20", json!(20)),
        ("Number", "默认20", json!(20)),
        ("Number", "不填默认为20。", json!(20)),
        ("Number", "Default is 20.", json!(20)),
        ("Number", "The default value is 20 and the maximum value is 100.", json!(20)),
        ("Number", "Defaults to 20.", json!(20)),
        ("Number", "Default: 20", json!(20)),
        ("Number", "Default value: -1", json!(-1)),
        ("Boolean", "默认为false", json!(false)),
        ("Boolean", "默认值为true。", json!(true)),
        ("Boolean", "Default is false.", json!(false)),
        ("String", "默认值asc。", json!("asc")),
        ("String", "默认为zh_CN", json!("zh_CN")),
        ("String", "通讯录语言，默认zh_CN", json!("zh_CN")),
        ("String", "语言：   - zh_CN（默认）：中文 - en_US：英文", json!("zh_CN")),
        ("String", "语言： - zh_CN：中文（默认值）。 - en_US：英文。", json!("zh_CN")),
        ("Number", "取值：0（默认）：全部；1：部分", json!(0)),
        ("Number", "Shown or not. - 1: Yes - 0: No (default)", json!(0)),
        ("String", "Enum: HIGH, LOW. Default HIGH.", json!("HIGH")),
    ] {
        assert_eq!(parameter("value", ty, description).default, Some(default), "{description}");
    }
    for description in [
        "Roles of the default group cannot be given.",
        "默认按时间排序。",
        "默认不返回。",
        "默认为空。",
        "By default the whole list is answered.",
        "默认为当前用户。",
        "the default language of the organization",
    ] {
        assert_eq!(parameter("value", "String", description).default, None, "{description}");
    }
}

#[test]
fn a_default_that_does_not_fit_is_remarked_on() {
    assert_eq!(parameter("value", "Number", "默认值asc").default, None);
}

#[test]
fn pairs() {
    for description in [
        "This parameter takes effect only when set together with the offset parameter.",
        "Rows; only with offset.",
        "only used together with offset. Default is 20.",
        "Used together with `offset`.",
        "与offset参数同时设置时才生效，默认值20。",
        "和 offset 参数同时设置时才生效",
        "需要和offset一起使用。",
        "与offset配合使用。",
        "必须与offset参数同时传入才有效",
    ] {
        let read = parameter("limit", "Number", description);
        assert_eq!(read.with.as_deref(), Some("offset"), "{description}");
    }
    for description in ["The page size, with the offset.", "分页大小。", "Only with something."]
    {
        assert_eq!(parameter("limit", "Number", description).with, None, "{description}");
    }
}

#[test]
fn enumerated_values() {
    for (ty, description, values) in [
        ("String", "排序：   - asc：升序 - desc：降序  默认值asc。", &["asc", "desc"][..]),
        ("String", "Order:<br>- asc: up<br>- desc: down", &["asc", "desc"]),
        ("Number", "性别，0：未知，1：男，2：女", &["0", "1", "2"]),
        ("Number", "取值：- 1：小 - 9：大", &["1", "9"]),
        ("Number", "状态： - 0：正常 - 1：删除 - -1：全部", &["0", "1", "-1"]),
        ("String", "状态。   - -1（默认）：关闭 - 0：先审批", &["-1", "0"]),
        ("Number", "-1：全部<br>1：部分", &["-1", "1"]),
        ("Number", "-0：否<br>-1：是", &["0", "1"]),
        ("Number", "状态，-1：全部，1：部分", &["-1", "1"]),
        ("String", "可选值：asc、desc。", &["asc", "desc"]),
        ("String", "Valid values: asc, desc.", &["asc", "desc"]),
        ("Number", "类型（1:主管理员，2:子管理员）", &["1", "2"]),
        ("Number", "取值：0（默认）：全部；1：部分", &["0", "1"]),
        ("Number", "0：未知<br>1：男<br>2：女", &["0", "1", "2"]),
        ("String", "Valid values: ASC (ascending) and DESC (descending).", &["ASC", "DESC"]),
        ("String", "Enum: HIGH, LOW. Default HIGH.", &["HIGH", "LOW"]),
        ("String", "语言: - zh_CN(默认):中文 - en_US:英文", &["zh_CN", "en_US"]),
    ] {
        assert_eq!(parameter("value", ty, description).values, values, "{description}");
    }
    for (ty, description) in [
        ("Number", "App. - Internal: see console. - Third-party: ask the API."),
        ("String", "Token. - For an internal app, see here. - For another, see there."),
        ("String", "时间，格式为12:30，时区为8:00"),
        ("Number", "根部门：1。"),
        ("Boolean", "Which: - false: not in - true: in"),
        ("String", "格式。例如\"10:00\"或“18:00”，即“19:30”。"),
        ("Map<String, String>", "键值： - key：键 - value：值"),
    ] {
        assert!(parameter("value", ty, description).values.is_empty(), "{description}");
    }
}
