//! Programs that work on command: a job's name in, its time and result out, line by line.

use super::tables::Door;
use crate::outcome::{Outcome, ended, told};
use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// What a job took, in nanoseconds, and what it found.
pub(super) type Took = (u64, String);

/// Both programs. One that ended is started again by the next job, so that a fault costs one job and not the run.
pub(super) struct Workers {
    rust: Slot,
    node: Slot,
}

struct Slot {
    command: Command,
    running: Option<Worker>,
}

impl Workers {
    pub(super) fn new(rust: Command, node: Command) -> Self {
        let slot = |command| Slot { command, running: None };
        Self { rust: slot(rust), node: slot(node) }
    }

    pub(super) fn work(&mut self, door: Door, job: &str) -> Outcome<Took> {
        let slot = if door == Door::Rust { &mut self.rust } else { &mut self.node };
        let mut worker = match slot.running.take() {
            Some(running) => running,
            None => Worker::start(&mut slot.command)?,
        };
        let answer = worker.work(job)?;
        slot.running = Some(worker);
        answer.map_err(Into::into)
    }
}

/// A running worker. It ends when its input does.
struct Worker {
    child: Child,
    input: Option<ChildStdin>,
    output: Lines<BufReader<ChildStdout>>,
    name: String,
}

impl Worker {
    fn start(command: &mut Command) -> Outcome<Self> {
        let name = told(command);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().ok_or("a worker without output")?;
        Ok(Self { input: child.stdin.take(), output: BufReader::new(output).lines(), child, name })
    }

    /// The inner error is a job that failed, the outer one a worker that is gone.
    fn work(&mut self, job: &str) -> Outcome<Result<Took, String>> {
        let input = self.input.as_mut().ok_or("a worker without input")?;
        writeln!(input, "{job}")?;
        let line = self.output.next().ok_or_else(|| format!("{} ended at the job {job}", self.name))??;
        match line.split_once(' ') {
            Some(("!", why)) => Ok(Err(why.to_owned())),
            Some((took, result)) => Ok(Ok((took.parse()?, result.to_owned()))),
            None => Err(format!("{}: `{line}`", self.name).into()),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.input.take());
        // How it ends has no bearing on what it measured.
        let _ = self.child.wait();
    }
}

/// Runs a program on the whole of its input. Gives back what it says about itself.
pub(super) fn whole(command: &mut Command, input: &str) -> Outcome<String> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    child.stdin.take().ok_or("a program without input")?.write_all(input.as_bytes())?;
    let done = child.wait_with_output()?;
    ended(command, done.status)?;
    Ok(String::from_utf8(done.stderr)?)
}
