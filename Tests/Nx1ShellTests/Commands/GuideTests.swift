import Nx1Client
import Testing

@testable import Nx1Events
@testable import Nx1Shell
@testable import ShellGuide
@testable import ShellOutput
@testable import ShellSession

@Suite("Help on a topic")
struct TopicHelpTests {
    @Test("shows the page of the guide, laid out in 80 columns", arguments: Guide.pages.map(\.topic))
    func page(topic: String) async throws {
        let page = try #require(Guide.page(topic: topic))
        let rows = try await Transcript(":help \(topic)").answers.split(separator: "\n")
        #expect(rows.first == "# \(page.title)")
        // Code isn't broken.
        #expect(rows.filter { $0.count > 80 && !$0.hasPrefix("  ") } == [])
        #expect(!rows.contains { $0.contains("<doc:") || $0.contains("<!--") || $0 == "## Overview" })
    }

    @Test(
        "finds a topic in any case, with or without hyphens, and by a unique prefix",
        arguments: ["signing-in", "signin", "SigningIn", "signingin", "Signing-In", "sig"])
    func names(name: String) async throws {
        #expect(try await Transcript(":help \(name)").answers.hasPrefix("# Signing in\n"))
    }

    @Test("lists the commands of a group below the title of the page that has its name")
    func groups() async throws {
        let answers = try await Transcript(":help answers").answers
        #expect(answers.hasPrefix("# Answers\n"))
        let commands = try #require(answers.firstRange(of: "\n## Commands\n"))
        let rest = try #require(answers[commands.upperBound...].firstRange(of: "\n## "))
        let list = answers[commands.upperBound..<rest.lowerBound]
        for command in CommandRegistry.all {
            #expect(list.contains("`:\(command.name)`") == (command.group == .runs), "\(command.name)")
        }
        #expect(try await !Transcript(":help watching").answers.contains("## Commands"))
    }

    @Test("names the command that shows a page in place of a link to it")
    func links() async throws {
        let page = try await Transcript(":help watching").answers
        #expect(page.contains("`:help configuration`"))
        let root = try await Transcript(":help nx1sh").answers
        for page in Guide.pages { #expect(root.contains("`:help \(page.topic)`:"), "\(page.topic)") }
    }

    @Test("is Markdown with -o markdown, HTML with -o html, and data with -o json")
    func formats() async throws {
        let source = try await Transcript(":help answers -o markdown").answers
        #expect(source.contains("\n| `:chart` | "))
        let html = try await Transcript(":help answers -o html").answers
        #expect(html.hasPrefix("<h1>Answers</h1>"))
        let data = try JSONValue(parsing: try await Transcript(":help answers -o json").answers)
        #expect(data["topic"] == "answers" && data["title"] == "Answers")
        #expect(data["text"]?.string?.hasPrefix("# Answers\n\n") == true)
        #expect(data["commands"]?.array?.first?["command"] == "status")
        let topic = try JSONValue(parsing: try await Transcript(":help watching -o json").answers)
        #expect(topic["commands"] == [])
        #expect(topic["abstract"]?.string == Guide.page(topic: "watching")?.abstract)
    }

    @Test(
        "suggests the nearest command, group or topic for an unknown name",
        arguments: [
            ("wathcing", "Did you mean `:help watching`?"), ("servce", "Did you mean `:help service`?"),
            ("rerun", "Did you mean `:help again`?"), ("vi", "Did you mean `:help edit`?"),
            ("xyzzy", "Type :help for the commands and topics."),
        ])
    func unknown(name: String, advice: String) async throws {
        let transcript = try await Transcript(":help \(name)")
        #expect(transcript.remarks == "nx1sh: SCRIPT:1: No help for \"\(name)\". \(advice)\n")
        #expect(transcript.exitStatus == .usage)
    }
}

@Suite("A page of the guide")
struct GuidePageTests {
    private let page = GuidePage(
        file: "SigningIn",
        source: """
            # Signing in

            A key, or a
            browser.

            @Metadata {
              @PageColor(blue)
            }

            ## Overview

            See <doc:Watching> and [the journal](doc:Journal#Files).

            <!-- Generated
            below. -->

            ![A picture](picture.svg)

            ```
            @- <doc:Watching>

            <!-- kept -->
            ```

            ## Topics

            - <doc:Asking>

            ## Last

            The end.

            """)

    @Test("has a title, an abstract on one line, and a topic by its file's name")
    func head() {
        #expect(page.topic == "signing-in")
        #expect(page.title == "Signing in")
        #expect(page.abstract == "A key, or a browser.")
    }

    @Test("leaves out what only DocC understands, but nothing inside code")
    func content() throws {
        let abstract = try #require(Guide.page(topic: "asking")).abstract
        #expect(
            page.content { "`:help \($0.topic)`" } == """
                See `:help watching` and the journal (`:help journal`).

                ```
                @- <doc:Watching>

                <!-- kept -->
                ```

                ## Topics

                - `:help asking`: \(abstract)

                ## Last

                The end.
                """)
        #expect(!page.content(omitting: ["Topics"]) { $0.topic }.contains("Topics"))
    }

    @Test("gives a section by its heading")
    func section() {
        #expect(page.section("Last") { $0.topic } == "\nThe end.")
        #expect(page.section("First") { $0.topic } == nil)
    }
}
