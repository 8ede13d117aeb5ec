//! The example that keeps a database equal to the organisation, as a program.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use dingtalk_sandbox::{Answer, Gate, Organisation, Sandbox};
use rusqlite::Connection;

fn program(sandbox: &Sandbox, database: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sync-directory"));
    command
        .args(["--host", sandbox.url(), "--database"])
        .arg(database)
        .args(arguments)
        .env("DINGTALK_ACCESS_TOKEN", sandbox.token().expose())
        .env_remove("DINGTALK_APP_KEY")
        .env_remove("DINGTALK_APP_SECRET");
    command
}

/// Returns what the program printed, and whether it succeeded.
fn run(sandbox: &Sandbox, database: &Path, arguments: &[&str]) -> (String, bool) {
    let output = program(sandbox, database, arguments).output().unwrap();
    let text =
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (text, output.status.success())
}

/// Users with their departments, and holders of roles, as the database has them.
fn rows(database: &Path) -> Vec<String> {
    let database = Connection::open(database).unwrap();
    let sql = "
        SELECT u.id || ' ' || u.name || ' in ' || m.department_id
            FROM users u JOIN memberships m ON m.user_id = u.id
        UNION ALL SELECT user_id || ' holds ' || role_id FROM holders
        UNION ALL SELECT 'department ' || id || ' ' || name FROM departments
        ORDER BY 1";
    let mut statement = database.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

/// Returns the same of the organisation.
fn expected(sandbox: &Sandbox) -> Vec<String> {
    sandbox.with_organisation(|organisation| {
        let mut rows = Vec::new();
        for (id, user) in organisation.users() {
            rows.extend(user.departments.iter().map(|of| format!("{id} {} in {of}", user.name)));
        }
        for (role, _) in organisation.roles() {
            rows.extend(organisation.holders(role).map(|id| format!("{id} holds {role}")));
        }
        for (id, department) in organisation.departments() {
            rows.push(format!("department {id} {}", department.name));
        }
        rows.sort();
        rows
    })
}

fn change(organisation: &mut Organisation) {
    organisation.remove_user("user100").unwrap();
    organisation.add_user("new", "New", [200]).unwrap();
    organisation.move_user("user2", [11, 200]).unwrap();
    organisation.edit_department(200, |it| "Renamed".clone_into(&mut it.name)).unwrap();
    organisation.assign(1_581_321_999, "new").unwrap();
}

#[test]
fn a_dry_run_prints_what_a_run_then_writes() {
    let sandbox = Sandbox::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("directory.sqlite");
    assert!(run(&sandbox, &database, &[]).1);
    assert_eq!(rows(&database), expected(&sandbox));
    let (text, _) = run(&sandbox, &database, &[]);
    assert_eq!(text, "writing 0 changes\n49 users in the database\n");

    let before = rows(&database);
    sandbox.with_organisation(change);
    let (text, is_equal) = run(&sandbox, &database, &["--dry-run"]);
    let expected_text = "~ department 200 Renamed: name\n\
        + user new New\n\
        - user user100 王芳🌻\n\
        ~ user user2 李娜: memberships\n\
        - user user100 holds role 1507113578\n\
        + user new holds role 1581321999\n\
        6 changes to write\n";
    assert_eq!((&*text, is_equal), (expected_text, true));
    assert_eq!(rows(&database), before);

    let (text, _) = run(&sandbox, &database, &[]);
    assert_eq!(text, "writing 6 changes\n49 users in the database\n");
    assert_eq!(rows(&database), expected(&sandbox));
}

#[test]
fn an_organisation_that_lost_many_users_empties_no_database() {
    let sandbox = Sandbox::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("directory.sqlite");
    assert!(run(&sandbox, &database, &[]).1);
    let before = rows(&database);
    sandbox.with_organisation(|organisation| {
        for number in 1..=20 {
            organisation.remove_user(format!("staff{number:02}")).unwrap();
        }
    });
    let (text, is_equal) = run(&sandbox, &database, &[]);
    assert!(!is_equal && text.contains("20 of 49 users would be removed"), "{text}");
    assert_eq!(rows(&database), before);
    assert!(run(&sandbox, &database, &["--remove-at-most", "50"]).1);
    assert_eq!(rows(&database), expected(&sandbox));
}

#[test]
fn a_walk_that_fails_changes_nothing() {
    let sandbox = Sandbox::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("directory.sqlite");
    assert!(run(&sandbox, &database, &[]).1);
    let before = rows(&database);
    sandbox.with_organisation(change);
    sandbox.revoke_permission("/topapi/v2/user/list");
    let (text, is_equal) = run(&sandbox, &database, &[]);
    assert!(!is_equal && text.contains("60011"), "{text}");
    assert_eq!(rows(&database), before);
}

fn rename(organisation: &mut Organisation, name: &str) {
    organisation.edit_department(200, |it| name.clone_into(&mut it.name)).unwrap();
    organisation.edit_user("user1", |it| name.clone_into(&mut it.name)).unwrap();
}

#[test]
fn a_program_that_is_killed_during_its_walk_has_changed_nothing() {
    let sandbox = Sandbox::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("directory.sqlite");
    assert!(run(&sandbox, &database, &[]).1);
    let before = rows(&database);
    sandbox.with_organisation(|organisation| rename(organisation, "renamed"));
    // The last one is the last call of all.
    for (path, others) in [
        ("/topapi/user/count", 0),
        ("/topapi/v2/department/listsub", 3),
        ("/topapi/v2/user/list", 5),
        ("/topapi/user/listid", 2),
        ("/topapi/user/count", 1),
    ] {
        let gate = Gate::new();
        sandbox.clear_answers();
        sandbox.answer_next_n(path, others, Answer::ordinary());
        sandbox.answer_next(path, Answer::ordinary().held_at(&gate));
        let mut child = program(&sandbox, &database, &[]).spawn().unwrap();
        let arrived = gate.wait_for(1, Duration::from_secs(60));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(arrived && rows(&database) == before, "{path} after {others} others");
    }
    assert!(run(&sandbox, &database, &[]).1);
    assert_eq!(rows(&database), expected(&sandbox));
}

#[test]
fn a_program_that_is_killed_while_it_writes_leaves_the_database_as_it_was() {
    let sandbox = Sandbox::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("directory.sqlite");
    assert!(run(&sandbox, &database, &[]).1);
    let before = rows(&database);
    sandbox.with_organisation(|organisation| rename(organisation, "renamed"));

    // Who reads keeps the transaction from its end.
    let reader = Connection::open(&database).unwrap();
    reader.execute_batch("BEGIN; SELECT * FROM users;").unwrap();
    let mut child = program(&sandbox, &database, &[]).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    drop(reader);
    assert_eq!(line, "writing 2 changes\n");
    assert_eq!(rows(&database), before);

    assert!(run(&sandbox, &database, &[]).1);
    assert_eq!(rows(&database), expected(&sandbox));
}
