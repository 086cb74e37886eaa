import Dispatch
import LineEditor
import ShellOutput
import ShellRuns
import ShellSession
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Turns signals into calls: Ctrl-C leaves the run that is being watched, or else clears the line that is being typed.
///
/// The signals that end a process do so once the terminal has its own modes back and, without a prompt, the run that is
/// watched has been left as by Ctrl-C, with a word on how to get back to it. Ctrl-Z stops the process once the terminal is as
/// another program expects it.
struct SignalListener {
    /// Woken by a signal that ends the process.
    let endings = Interrupts()
    private let ending = EndingSignal()
    private let presses = Presses()
    private let sources: [any DispatchSourceSignal]

    /// Listens from when this returns; before, signals do what they do to any program.
    init(interrupts: Interrupts, editor: LineEditor?, console: Console) async {
        var sources = [
            await Self.listen(SIGINT) { [presses] in
                if let editor {
                    return interrupts.interrupt() ? editor.forgetKeys() : editor.interrupt()
                }
                guard presses.countsAsNext() else { return }
                // Without a prompt there is nothing to come back to: pressed again, it ends the process at once.
                if interrupts.isEnding { Self.deliver(SIGINT) }
                interrupts.interrupt()
            }
        ]
        if editor != nil || console.isLive {
            sources.append(
                await Self.listen(SIGWINCH) {
                    editor?.resize()
                    console.resize()
                })
            sources.append(
                await Self.listen(SIGTSTP) {
                    editor?.suspend()
                    Self.stop(console)
                })
            sources.append(
                await Self.listen(SIGCONT) {
                    editor?.resume()
                    console.resume()
                })
        }
        let end = { @Sendable [ending, endings] (number: Int32) in
            // timeout(1) sends its signal twice at once, to the process and to its group.
            guard ending.set(number) else { return }
            guard editor == nil, interrupts.interrupt() else {
                endings.interrupt()
                return
            }
            // What was under way comes to its end by itself, and the process with it; or it has had its time.
            Self.wait(.seconds(2)) { endings.interrupt() }
            Self.wait(.seconds(4)) { Self.deliver(number) }
        }
        for number in [SIGHUP, SIGTERM, SIGQUIT] where !CrashSignals.isIgnored(number) {
            sources.append(await Self.listen(number) { end(number) })
        }
        self.sources = sources
    }

    /// Stops listening. A signal that was to end the process does so now.
    func cancel() {
        for source in sources { source.cancel() }
        if let number = ending.number { Self.deliver(number) }
    }

    private static func wait(_ time: DispatchTimeInterval, _ action: @escaping @Sendable () -> Void) {
        DispatchQueue.global().asyncAfter(deadline: .now() + time, execute: action)
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
    ) async -> any DispatchSourceSignal {
        #if canImport(Darwin)
            // The source sees the signal; the default action must not. On Linux the source takes the action's place by itself: a
            // signal that was ignored until then would be lost.
            if number != SIGWINCH, number != SIGCONT { signal(number, SIG_IGN) }
        #endif
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler(handler: handler)
        await withCheckedContinuation { continuation in
            source.setRegistrationHandler { continuation.resume() }
            source.activate()
        }
        return source
    }
}

/// Ctrl-C, as often as a person pressed it: timeout(1) sends its signal twice at once, to the process and to its group.
private final class Presses: Sendable {
    private static let shortestPause: Duration = .milliseconds(50)
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    /// - Returns: whether the signal that came now is another one.
    func countsAsNext() -> Bool {
        let now = ContinuousClock.now
        return last.withLock { last in
            if let last, now - last < Self.shortestPause { return false }
            last = now
            return true
        }
    }
}

/// The signal that is to end the process, once one has come.
private final class EndingSignal: Sendable {
    private let first = Mutex<Int32?>(nil)

    var number: Int32? { first.withLock { $0 } }

    /// - Returns: whether it is the first one.
    func set(_ number: Int32) -> Bool {
        first.withLock { first in
            defer { first = first ?? number }
            return first == nil
        }
    }
}

/// The signals of a crash, which Swift's runtime catches from the start where it finds its debugger.
enum CrashSignals {
    /// Lets them end the process as they do any program. On a terminal Swift would show a screen of its own, about memory and
    /// registers, and wait for a key, while whoever waits for the shell waits too.
    ///
    /// Who has set `SWIFT_BACKTRACE` has asked for it.
    static func useStandardActions(environment: [String: String]) {
        guard environment["SWIFT_BACKTRACE"] == nil else { return }
        for number in [SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGBUS, SIGSEGV] where !isIgnored(number) {
            signal(number, SIG_DFL)
        }
    }

    /// Whether who started the process has said that it should not notice the signal, as `nohup` does.
    static func isIgnored(_ number: Int32) -> Bool {
        let action = signal(number, SIG_IGN)
        signal(number, action)
        return unsafeBitCast(action, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
