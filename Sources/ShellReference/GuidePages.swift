import ShellGuide

/// The manual page nx1sh-guide(7): the guide's pages, each as a section.
public struct GuidePages {
    /// Its tables are the sections of nx1sh(1).
    private static let reference = "Reference"

    private let program: ProgramDescription

    /// The guide of this program.
    public init(_ program: ProgramDescription) {
        self.program = program
    }

    /// The page's source, for man(1).
    public var text: String {
        var source = ManualSource()
        source.addHead(of: program, name: "nx1sh-guide", section: 7, about: "guide to nx1sh")
        source.begin(section: "DESCRIPTION")
        source.add(markdown: Guide.root.abstract)
        source.add(markdown: Guide.root.content(omitting: ["Topics"], naming: Self.name))
        for page in Guide.pages where page.file != Self.reference {
            source.begin(section: ManualText.argument(page.title.uppercased()))
            source.add(markdown: page.abstract)
            source.add(markdown: page.content(naming: Self.name))
        }
        source.begin(section: "SEE ALSO")
        source.add("Xr nx1sh 1")
        return source.text
    }

    /// A link to a page: the title of its section.
    static func name(_ page: GuidePage) -> String {
        page.file == reference ? "**nx1sh**(1)" : "**\(page.title.uppercased())**"
    }
}
