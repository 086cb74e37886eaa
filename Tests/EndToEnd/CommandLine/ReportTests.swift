import Foundation
import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("A report of runs")
struct ReportTests {
    @Test("has the question, the answer, the steps and the queries, and prints nothing on standard output")
    func page() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                let outcome = try await shell.run(
                    ["-c", "How many shipped <late>?", "-c", ":report \(home)/late.html"], home: home)
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(!outcome.output.contains("report"))
                #expect(outcome.errors.hasSuffix("Wrote a report of 1 run to \(home)/late.html.\n"))
                let page = try TemporaryFolder.read("\(home)/late.html")
                #expect(page.contains("<h1>How many shipped &lt;late&gt;?</h1>"))
                #expect(page.contains("<strong>412 of 9,860 orders</strong>"))
                #expect(page.contains("<td>March</td><td style=\"text-align:right\">2,688</td>"))
                #expect(page.contains("<summary>Steps (") && page.contains("<summary>SQL ("))
                #expect(page.contains("<p class=\"facts\">ask · <time datetime=\"20"))
                #expect(!page.contains("<script") && !page.contains("http://127"))
                #expect(try TemporaryFolder.mode(of: "\(home)/late.html") & 0o600 == 0o600)
                // No temporary files are left next to it.
                let files = try FileManager.default.contentsOfDirectory(atPath: home)
                #expect(files.filter { $0.contains("nx1sh") } == [])
            }
        }
    }

    @Test("is Markdown if the file's name says so, with its title and all runs of the session in order")
    func document() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                let outcome = try await shell.run(
                    [
                        "-c", "First?", "-c", ":crew data_engineering Second?", "-c", "Third",
                        "-c", ":report \(home)/all.md --all --title \"All *three*\"",
                    ], home: home)
                #expect(outcome.status == 0, "\(outcome.errors)")
                let text = try TemporaryFolder.read("\(home)/all.md")
                #expect(text.hasPrefix("# All \\*three\\*\n\n## First?\n\nask · 20"))
                let titles = text.split(separator: "\n").filter { $0.hasPrefix("## ") }
                #expect(titles == ["## First?", "## Second?", "## Third"])
                #expect(text.contains("### A daily table of late orders"))
            }
        }
    }

    @Test("has pictures of the charts drawn in the session, and no others")
    func charts() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                let lines = [
                    "One?", ":chart", ":chart Share", ":chart", "Two?", ":report \(home)/r.html %1 %2",
                    ":report \(home)/r.md %1 %2",
                ]
                let outcome = try await shell.run(lines.flatMap { ["-c", $0] }, home: home)
                #expect(outcome.status == 0, "\(outcome.errors)")
                let page = try TemporaryFolder.read("\(home)/r.html")
                #expect(page.components(separatedBy: "data:image/svg+xml").count - 1 == 2)
                let document = try TemporaryFolder.read("\(home)/r.md")
                #expect(document.components(separatedBy: "data:image/svg+xml").count - 1 == 2)
            }
        }
    }

    @Test("has the named runs, in order")
    func named() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                let lines = ["One?", "Two?", "Three?", ":report \(home)/r.md %3 %1 %3"]
                let outcome = try await shell.run(lines.flatMap { ["-c", $0] }, home: home)
                #expect(outcome.status == 0, "\(outcome.errors)")
                let titles = try TemporaryFolder.read("\(home)/r.md").split(separator: "\n")
                    .filter { $0.hasPrefix("## ") && $0.hasSuffix("?") }
                #expect(titles == ["## Three?", "## One?"])
            }
        }
    }

    @Test("has the runs of earlier sessions at this service since a time, without contacting the service")
    func since() async throws {
        try await withTemporaryFolder { home in
            let host = try await withSandbox(.init(speed: 50)) { sandbox in
                let shell = try ShellProgram(sandbox)
                #expect(try await shell.run(["Yesterday?"], home: home).status == 0)
                #expect(try await shell.run(["Today?"], home: home).status == 0)
                return sandbox.host
            }
            let shell = try ShellProgram(host: host)
            let outcome = try await shell.run([":report \(home)/r.md --since 1h"], home: home)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let text = try TemporaryFolder.read("\(home)/r.md")
            let titles = text.split(separator: "\n").filter { $0.hasPrefix("## ") && $0.hasSuffix("?") }
            #expect(titles == ["## Yesterday?", "## Today?"])
            #expect(text.contains("412 of 9,860") && text.contains("<summary>Steps ("))
            let none = try await shell.run([":report \(home)/s.md --since 2099-01-01"], home: home)
            #expect(none.status == 2)
            #expect(none.errors.contains("The journal has no runs since then for this service and profile."))
            let elsewhere = try await ShellProgram(host: "http://127.0.0.1:9").run(
                [":report \(home)/s.md --since 1h"], home: home)
            #expect(elsewhere.status == 2, "\(elsewhere.errors)")
        }
    }

    @Test("has the reason of a failed run, and says that a run is in progress")
    func withoutAnswers() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                let failed = try await shell.run(
                    ["-c", ":crew ask scenario=fail Why?", "-c", ":report \(home)/f.html"], home: home)
                // The status of the run.
                #expect(failed.status == 1)
                let page = try TemporaryFolder.read("\(home)/f.html")
                #expect(page.contains("<section class=\"obstacle\">\n<p>The run failed: "), "\(page)")
                let working = try await shell.run(
                    [
                        "-c", ":set scenario=slow duration:=3600", "-c", ":bg Slow?", "-c",
                        ":report \(home)/w.md",
                    ],
                    home: home)
                #expect(working.status == 0, "\(working.errors)")
                let text = try TemporaryFolder.read("\(home)/w.md")
                #expect(text.hasPrefix("# Slow?\n") && text.contains("still in progress"), "\(text)")
            }
        }
    }

    @Test(
        "is rejected with a sentence if the command is invalid",
        arguments: [
            (":report", ":report needs a file. `:help report` shows how."),
            (
                ":report HOME/late.txt",
                "Unknown report format: HOME/late.txt. Use .html for a page, or .md for Markdown."
            ),
            (
                ":report HOME/none/late.md",
                "The folder of HOME/none/late.md doesn't exist. Create it, or choose another file."
            ),
            (":report HOME/there.md", "HOME/there.md already exists. To replace it, use --force."),
            (
                ":report HOME/folder.md --force",
                "Couldn't replace HOME/folder.md: it is a folder, not a regular file. Choose another file."
            ),
            (":report HOME/a.md %9", "This session has no run %9"),
            (":report HOME/a.md --all", "This session has no runs yet."),
            (":report HOME/a.md --all %1", "%1 and --all can't be combined. Use one of them."),
            (":report HOME/a.md --since 1h %1", "%1 and --since can't be combined. Use one of them."),
            (":report HOME/a.md --all --since 1h", "--all and --since can't be combined. Use one of them."),
            (
                ":report HOME/a.md --since tomorrow",
                "--since needs a date, a time or an age, not \"tomorrow\"."
            ),
            (
                ":report HOME/a.md --titel x",
                "Unknown option \"--titel\" for :report. Did you mean `--title`?"
            ),
        ])
    func refusals(_ line: String, _ sentence: String) async throws {
        try await withTemporaryFolder { home in
            try TemporaryFolder.write("mine", to: "there.md", in: home)
            try FileManager.default.createDirectory(
                atPath: "\(home)/folder.md", withIntermediateDirectories: false)
            let shell = try ShellProgram(host: "http://127.0.0.1:9")
            let outcome = try await shell.run([line.replacing("HOME", with: home)], home: home)
            #expect(outcome.status == 2)
            #expect(outcome.output == "")
            #expect(outcome.errors.contains(sentence.replacing("HOME", with: home)), "\(outcome.errors)")
            #expect(try TemporaryFolder.read("\(home)/there.md") == "mine")
            #expect(!FileManager.default.fileExists(atPath: "\(home)/a.md"))
        }
    }

    @Test("that the system can't write is reported with the reason, and counts as unsaved")
    func notAllowed() async throws {
        try await withTemporaryFolder { home in
            let shell = try ShellProgram(host: "http://127.0.0.1:9")
            let outcome = try await shell.run([":report /proc/late.html --all"], home: home)
            #expect(outcome.status == 2)
            try await withShellOnSandbox { shell in
                let outcome = try await shell.run(
                    ["-c", "Why?", "-c", ":report /proc/late.html"], home: home)
                #expect(outcome.status == 1)
                #expect(outcome.errors.contains("Couldn't write /proc/late.html: "), "\(outcome.errors)")
            }
        }
    }

    @Test("replaces a file with --force, keeps its mode, and follows a symbolic link")
    func force() async throws {
        try await withTemporaryFolder { home in
            let path = try TemporaryFolder.write("old", to: "real.html", in: home, mode: 0o640)
            try FileManager.default.createSymbolicLink(
                atPath: "\(home)/link.html", withDestinationPath: "real.html")
            try await withShellOnSandbox { shell in
                let outcome = try await shell.run(
                    ["-c", "Why?", "-c", ":report \(home)/link.html --force"], home: home)
                #expect(outcome.status == 0, "\(outcome.errors)")
            }
            #expect(try TemporaryFolder.read(path).hasPrefix("<!DOCTYPE html>"))
            #expect(try TemporaryFolder.mode(of: path) == 0o640)
            let link = try FileManager.default.destinationOfSymbolicLink(atPath: "\(home)/link.html")
            #expect(link == "real.html")
        }
    }

    @Test("never shows a secret", arguments: ["html", "md"])
    func secrets(_ ending: String) async throws {
        let key = ShellProgram.plantedKey
        try await withTemporaryFolder { home in
            let service = ScriptedRun(
                answer: #"{"text": "The key is \#(key).", "rows": [{"password": "hunter-22"}]}"#,
                events: Recording.toolError.lines.map { $0.replacing("boom", with: "boom_\(key)") })
            try await withScriptedServer(answering: service.reply) { server in
                let shell = try ShellProgram(host: server.host)
                let lines = [
                    ":crew ask note=\(key) api_token=hunter-23 Is \(key) right?",
                    ":report \(home)/r.\(ending) --title \"About \(key)\"",
                ]
                let outcome = try await shell.run(lines.flatMap { ["-c", $0] }, home: home)
                #expect(outcome.status == 0, "\(outcome.errors)")
            }
            let text = try TemporaryFolder.read("\(home)/r.\(ending)")
            #expect(text.contains("boom_***") && text.contains("The key is"))
            #expect(!text.contains(key) && !text.contains("hunter"))
        }
    }
}

/// A service with one finished run.
private struct ScriptedRun {
    private static let id = "3d1c9a52-6a0e-4f5c-9d25-3c1f7f6f0a12"
    let answer: String
    let events: [String]

    @Sendable func reply(to request: ReceivedRequest) -> Reply {
        if request.method == "POST" {
            return .json(#"{"correlation_id": "\#(Self.id)", "status": "pending"}"#)
        }
        if request.path == "/api/events/\(Self.id)" {
            let text = events.map { "data: \($0)\n\n" }.joined()
            return Reply.head(200, ["Content-Type": "text/event-stream", "Connection": "close"])
                .then(text).thenClose()
        }
        return .json(#"{"status": "completed", "result": \#(answer)}"#)
    }
}
