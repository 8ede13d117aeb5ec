//! Several processes with one token store.

use std::io::{self, BufRead, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use dingtalk_sandbox::{Answer, Gate, Sandbox};

/// How long a process may take to ask for a token.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where the program `one-call` is, and the store that its processes share.
#[derive(Debug, Clone, Copy)]
pub struct Shared<'a> {
    /// The path of the program.
    pub program: &'a str,
    /// `file` and the folder, or `redis`, the URL and the seconds of the lease.
    pub store: &'a [&'a str],
}

/// A process that makes one call. It is killed when this is dropped.
struct Process {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Shared<'_> {
    /// Starts a process and waits until it is about to make its call.
    fn start(&self, sandbox: &Sandbox) -> io::Result<Process> {
        let mut command = Command::new(self.program);
        command.arg(sandbox.url()).args(self.store).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let output = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let mut process = Process { child, lines: BufReader::new(output).lines() };
        assert_eq!(process.line()?, "ready");
        Ok(process)
    }

    /// Checks that ten processes that need a token at once fetch one.
    ///
    /// # Errors
    ///
    /// Those of starting processes.
    pub fn check_ten_processes(&self) -> io::Result<()> {
        let sandbox = sandbox()?;
        let gate = Gate::new();
        sandbox.answer_next("/gettoken", Answer::ordinary().held_at(&gate));
        let processes = (0..10).map(|_| self.start(&sandbox)).collect::<io::Result<Vec<_>>>()?;
        assert!(gate.wait_for(1, PATIENCE), "no process has asked for a token");
        gate.open();
        for mut process in processes {
            assert_eq!(process.line()?, "done");
        }
        assert_eq!(sandbox.token_requests(), 1);
        Ok(())
    }

    /// Checks that other processes get a token after one was killed while it fetched.
    ///
    /// # Errors
    ///
    /// Those of starting processes.
    pub fn check_killed_process(&self) -> io::Result<()> {
        let sandbox = sandbox()?;
        let gate = Gate::new();
        sandbox.answer_next("/gettoken", Answer::ordinary().held_at(&gate));
        let killed = self.start(&sandbox)?;
        assert!(gate.wait_for(1, PATIENCE), "the first process has not asked for a token");
        let others = [self.start(&sandbox)?, self.start(&sandbox)?];
        drop(killed);
        for mut process in others {
            assert_eq!(process.line()?, "done");
        }
        assert_eq!(sandbox.token_requests(), 2);
        Ok(())
    }
}

fn sandbox() -> io::Result<Sandbox> {
    Sandbox::builder().app("key", "5ecret").start()
}

impl Process {
    fn line(&mut self) -> io::Result<String> {
        self.lines.next().unwrap_or_else(|| Ok("nothing".to_owned()))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
