//! A program that works while others do, silently, until it is waited for.

use crate::outcome::{Outcome, told, typed};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

pub(crate) struct Beside {
    child: Child,
    /// Is what it says shown?
    heard: Arc<AtomicBool>,
    listener: Option<JoinHandle<()>>,
}

impl Beside {
    pub(crate) fn start(command: &mut Command) -> Outcome<Self> {
        let child = typed(command).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let mut child = child.map_err(|error| format!("cannot start {}: {error}", told(command)))?;
        let lines = BufReader::new(child.stderr.take().ok_or("a program without errors")?).lines();
        let heard = Arc::new(AtomicBool::new(false));
        let shown = Arc::clone(&heard);
        let listener = std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if shown.load(Ordering::Relaxed) {
                    eprintln!("{line}");
                }
            }
        });
        Ok(Self { child, heard, listener: Some(listener) })
    }

    /// Waits for its end, however that is: what it did not do is still to be done.
    pub(crate) fn wait(mut self) -> Outcome {
        self.heard.store(true, Ordering::Relaxed);
        self.child.wait()?;
        self.listener.take().map(JoinHandle::join);
        Ok(())
    }
}

impl Drop for Beside {
    /// Nobody waits for it any more.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
