import ShellGuide

/// A section of the guide that nx1sh(1) contains too.
struct GuideSection {
    /// The page's file, without its extension.
    let page: String
    /// The heading of the section.
    let title: String

    static let inputLines = ["Lines", "Inputs", "Runs"].map { Self(page: "Asking", title: $0) }
    static let pipes = Self(page: "Answers", title: "Pipes and files")
    static let files = Self(page: "Journal", title: "Files")
    static let recipes = Self(page: "Scripting", title: "Recipes")
    /// All sections that nx1sh(1) takes from the guide.
    static let all = inputLines + [pipes, files, recipes]

    /// The section in Markdown; empty if the guide has none of that title.
    var text: String {
        Guide.page(file: page)?.section(title, naming: ManualPage.name) ?? ""
    }
}
