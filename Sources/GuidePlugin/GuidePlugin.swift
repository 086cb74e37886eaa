import Foundation
import PackagePlugin

/// Embeds the pages of the guide (`Sources/nx1sh/nx1sh.docc`) in the program: `.ci/guide` writes them as a Swift source file.
///
/// A resource bundle would be a second file next to the program.
@main
struct GuidePlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let root = context.package.directoryURL
        let made = context.pluginWorkDirectoryURL.appending(path: "GuideSources.swift")
        let pages = try FileManager.default.contentsOfDirectory(
            at: root.appending(path: "Sources/nx1sh/nx1sh.docc"), includingPropertiesForKeys: nil
        )
        .filter { $0.pathExtension == "md" }.sorted { $0.path < $1.path }
        let script = root.appending(path: ".ci/guide")
        return [
            .buildCommand(
                displayName: "Embedding the guide", executable: URL(filePath: "/bin/sh"),
                arguments: ([script, made] + pages).map { $0.path(percentEncoded: false) },
                inputFiles: [script] + pages, outputFiles: [made])
        ]
    }
}
