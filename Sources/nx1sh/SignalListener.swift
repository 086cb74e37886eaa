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

/// Turns signals into calls: Ctrl-C leaves the watched run, or clears the line being typed.
///
/// A signal that ends the process does so after the terminal has its own modes back. Without a prompt, the watched
/// run is left first, as with Ctrl-C, and stderr says how to get back to it. Ctrl-Z stops the process after the
/// terminal's modes are restored for other programs.
struct SignalListener {
    /// Interrupted by a signal that ends the process.
    let endings = Interrupts()
    private let ending = EndingSignal()
    private let presses = Presses()
    private let sources: [any DispatchSourceSignal]

    /// Starts listening; signals keep their default actions until this returns.
    init(interrupts: Interrupts, editor: LineEditor?, console: Console) async {
        var sources: [any DispatchSourceSignal] = []
        // A shell without job control lets programs in the background ignore Ctrl-C.
        if editor != nil || !CrashSignals.isIgnored(SIGINT) {
            sources.append(
                await Self.listen(SIGINT) { [presses] in
                    if let editor {
                        return interrupts.interrupt() ? editor.forgetKeys() : editor.interrupt()
                    }
                    guard presses.countsAsNext() else { return }
                    // Without a prompt there is nothing to return to, so a second Ctrl-C ends the process at once.
                    if interrupts.isEnding { Self.deliver(SIGINT) }
                    interrupts.interrupt()
                })
        }
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
            // timeout(1) sends its signal twice: to the process and to its process group.
            guard ending.set(number) else { return }
            guard editor == nil, interrupts.interrupt() else {
                endings.interrupt()
                return
            }
            // Gives the session 2 seconds to end in order; after 4, the signal ends the process.
            Self.wait(.seconds(2)) { endings.interrupt() }
            Self.wait(.seconds(4)) { Self.deliver(number) }
        }
        for number in [SIGHUP, SIGTERM, SIGQUIT] where !CrashSignals.isIgnored(number) {
            sources.append(await Self.listen(number) { end(number) })
        }
        self.sources = sources
    }

    /// Stops listening, and delivers the signal that was to end the process, if there was one.
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
        // Execution continues here after SIGCONT, or at once if no parent shell could ever send it.
        console.resume()
    }

    /// Lets a signal take its default action.
    private static func deliver(_ number: Int32) {
        var (standard, listening) = (sigaction(), sigaction())
        sigaction(number, &standard, &listening)
        // Dispatch blocks signals in its threads, and this is one of them: the signal would stay pending and the
        // process would exit with 0.
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
            // The source sees the signal, so the default action must not run. On Linux the source replaces the action
            // itself; ignoring the signal first would lose it.
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

/// Counts presses of Ctrl-C: timeout(1) sends its signal twice, to the process and to its group, which is one press.
private final class Presses: Sendable {
    private static let shortestPause: Duration = .milliseconds(50)
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    /// - Returns: whether this signal is a new press.
    func countsAsNext() -> Bool {
        let now = ContinuousClock.now
        return last.withLock { last in
            if let last, now - last < Self.shortestPause { return false }
            last = now
            return true
        }
    }
}

/// The signal that is to end the process: the first one received.
private final class EndingSignal: Sendable {
    private let first = Mutex<Int32?>(nil)

    var number: Int32? { first.withLock { $0 } }

    /// - Returns: whether `number` is the first one.
    func set(_ number: Int32) -> Bool {
        first.withLock { first in
            defer { first = first ?? number }
            return first == nil
        }
    }
}

/// The crash signals. Swift's runtime handles them from the start if it finds its backtracer.
enum CrashSignals {
    /// Restores their default actions. On a terminal, Swift would open an interactive crash screen and wait for a
    /// key, which also blocks any program that waits for the shell.
    ///
    /// Setting `SWIFT_BACKTRACE` keeps Swift's handlers.
    static func useStandardActions(environment: [String: String]) {
        guard environment["SWIFT_BACKTRACE"] == nil else { return }
        for number in [SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGBUS, SIGSEGV] where !isIgnored(number) {
            signal(number, SIG_DFL)
        }
    }

    /// Whether the parent process set the signal to be ignored, as `nohup` does.
    static func isIgnored(_ number: Int32) -> Bool {
        let action = signal(number, SIG_IGN)
        signal(number, action)
        return unsafeBitCast(action, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
