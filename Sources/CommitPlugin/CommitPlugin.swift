import Foundation
import PackagePlugin

/// Tells the program from which commit it is built, for `--version`: `.ci/commit` writes a source file of one line.
///
/// The manifest could do it with `Context.gitInformation`, but SwiftPM keeps what it read the first time.
@main
struct CommitPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) -> [Command] {
        let root = context.package.directoryURL
        let made = context.pluginWorkDirectoryURL.appending(path: "Commit.swift")
        return [
            .buildCommand(
                displayName: "Which commit this is", executable: URL(filePath: "/bin/sh"),
                arguments: [root.appending(path: ".ci/commit").plainPath, made.plainPath],
                inputFiles: sources(of: context.package) + history(in: root), outputFiles: [made])
        ]
    }

    /// A change to any of these makes the tree one with changes.
    private func sources(of package: Package) -> [URL] {
        package.targets.filter { $0.directoryURL.plainPath.contains("/Sources/") }
            .compactMap(\.sourceModule).flatMap { $0.sourceFiles.map(\.url) }
    }

    /// The files that git changes when another commit is the current one; none where there is no repository.
    private func history(in root: URL) -> [URL] {
        ["HEAD", "index", "logs/HEAD"].map { repository(in: root).appending(path: $0) }
            .filter { FileManager.default.fileExists(atPath: $0.plainPath) }
    }

    /// The folder `.git`, or the one that a file of that name points to, as in a working tree beside others.
    private func repository(in root: URL) -> URL {
        let path = root.appending(path: ".git")
        guard let text = try? String(contentsOf: path, encoding: .utf8), text.hasPrefix("gitdir: ") else {
            return path
        }
        let pointed = text.dropFirst("gitdir: ".count).trimmingCharacters(in: .newlines)
        return URL(filePath: pointed, relativeTo: root)
    }
}

extension URL {
    fileprivate var plainPath: String { path(percentEncoded: false) }
}
