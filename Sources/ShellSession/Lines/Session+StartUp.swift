public import InputSources
import Nx1Client
import ShellInput
import ShellOutput
import ShellRuns
import TypedRequests

/// The startup file, `~/.nx1/shell/rc`.
extension Session {
    /// Runs the lines of the startup file. The flags of the command line take precedence over its commands, and `:quit` ends
    /// only the file.
    /// - Parameter input: the file, which the caller still owns.
    public func runStartUpFile(_ input: InputSource) async -> Script.Ending {
        var context = context(at: LineLocation(.commandLine, line: 0))
        context.isStartUp = true
        let ending = await Script(input).run(in: self, from: context)
        applyFlags()
        return ending
    }

    private func applyFlags() {
        if let crew = told.crew { settings.crew = crew }
        settings.sticky.add(told.sticky)
        if told.format.name != OutputFormat.auto.name || told.isDryRun { settings.format = told.format }
        if told.progress != .auto { settings.progress = told.progress }
        if let session = told.session { settings.session = session }
        if told.overrides.profile != nil { connection.override(settings.overrides) }
    }
}
