import Foundation
import PackagePlugin

/// Generates the source file that tells `--version` which commit and compiler the program is built from.
///
/// The manifest could use `Context.gitInformation`, but SwiftPM caches its first value.
@main
struct CommitPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) -> [Command] {
        let root = context.package.directoryURL
        let made = context.pluginWorkDirectoryURL.appending(path: "Commit.swift")
        let compiler = try? context.tool(named: "swiftc").url.plainPath
        return [
            .buildCommand(
                displayName: "Commit of this build", executable: URL(filePath: "/bin/sh"),
                arguments: [root.appending(path: ".ci/commit").plainPath, made.plainPath]
                    + (compiler.map { [$0] } ?? []),
                inputFiles: sources(of: context.package) + history(in: root), outputFiles: [made])
        ]
    }

    /// A change to any of these marks the tree as modified.
    private func sources(of package: Package) -> [URL] {
        package.targets.filter { $0.directoryURL.plainPath.contains("/Sources/") }
            .compactMap(\.sourceModule).flatMap { $0.sourceFiles.map(\.url) }
    }

    /// The files that git changes when another commit is checked out; none outside a repository.
    private func history(in root: URL) -> [URL] {
        ["HEAD", "index", "logs/HEAD"].map { repository(in: root).appending(path: $0) }
            .filter { FileManager.default.fileExists(atPath: $0.plainPath) }
    }

    /// The `.git` directory, or the one that a `.git` file points to, as in a linked worktree.
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
