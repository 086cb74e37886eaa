import Dispatch
import LineEditor
import Nx1Shell
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Turns signals into calls: Ctrl-C leaves the run that is being watched, or else clears the line that is being typed.
///
/// Where the terminal's modes are changed, by an editor or for a question, the signals that end a process are taken too, so
/// that the terminal gets its own modes back first. Ctrl-Z stops the process once the terminal is as another program
/// expects it.
struct SignalListener {
    /// Woken by a signal that ends the process.
    let endings = Interrupts()
    private let ending = EndingSignal()
    private let sources: [any DispatchSourceSignal]

    init(interrupts: Interrupts, editor: LineEditor?, console: Console, mayAsk: Bool = false) {
        var sources = [
            Self.listen(SIGINT) {
                // Without a prompt there is nothing to come back to: pressed again, it ends the process at once.
                if editor == nil, interrupts.isEnding { Self.deliver(SIGINT) }
                interrupts.interrupt() ? editor?.forgetKeys() : editor?.interrupt()
            }
        ]
        if let editor {
            sources.append(Self.listen(SIGWINCH) { editor.resize() })
        }
        if editor != nil || console.isLive {
            sources.append(Self.listen(SIGTSTP) { Self.stop(console) })
            sources.append(
                Self.listen(SIGCONT) {
                    editor?.resume()
                    console.resume()
                })
        }
        if editor != nil || mayAsk || console.isLive {
            for number in [SIGHUP, SIGTERM] {
                sources.append(
                    Self.listen(number) { [ending, endings] in
                        ending.number.withLock { $0 = number }
                        endings.interrupt()
                    })
            }
        }
        self.sources = sources
    }

    /// Stops listening. A signal that was to end the process does so now.
    func cancel() {
        for source in sources { source.cancel() }
        if let number = ending.number.withLock({ $0 }) { Self.deliver(number) }
    }

    private static func stop(_ console: Console) {
        console.suspend()
        deliver(SIGTSTP)
        // Here it goes on; at once where no shell could make it go on.
        console.resume()
    }

    /// Lets a signal do what it does to any program.
    private static func deliver(_ number: Int32) {
        var (standard, listening) = (sigaction(), sigaction())
        sigaction(number, &standard, &listening)
        // Dispatch blocks signals in its threads, of which this is one: the signal would wait, and the process exit with 0.
        var (own, blocked) = (sigset_t(), sigset_t())
        sigemptyset(&own)
        sigaddset(&own, number)
        pthread_sigmask(SIG_UNBLOCK, &own, &blocked)
        raise(number)
        pthread_sigmask(SIG_SETMASK, &blocked, nil)
        sigaction(number, &listening, nil)
    }

    private static func listen(
        _ number: Int32, _ handler: @escaping @Sendable () -> Void
    ) -> any DispatchSourceSignal {
        // The source sees the signal; the default action must not. Of these two it does no harm.
        if number != SIGWINCH, number != SIGCONT { signal(number, SIG_IGN) }
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler(handler: handler)
        source.activate()
        return source
    }
}

/// The signal that is to end the process, once one has come.
private final class EndingSignal: Sendable {
    let number = Mutex<Int32?>(nil)
}
