//! A program that works on command: a job's name in, its time and result out, line by line.

use crate::outcome::{Outcome, ended, told};
use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A running worker. It ends when its input does.
pub(super) struct Worker {
    child: Child,
    input: Option<ChildStdin>,
    output: Lines<BufReader<ChildStdout>>,
    name: String,
}

impl Worker {
    pub(super) fn start(command: &mut Command) -> Outcome<Self> {
        let name = told(command);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().ok_or("a worker without output")?;
        Ok(Self { input: child.stdin.take(), output: BufReader::new(output).lines(), child, name })
    }

    /// Nanoseconds and the result.
    pub(super) fn work(&mut self, job: &str) -> Outcome<(u64, String)> {
        let input = self.input.as_mut().ok_or("a worker without input")?;
        writeln!(input, "{job}")?;
        let line = self.output.next().ok_or_else(|| format!("{} ended at the job {job}", self.name))??;
        let (took, result) = line.split_once(' ').ok_or_else(|| format!("{}: `{line}`", self.name))?;
        Ok((took.parse()?, result.to_owned()))
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
