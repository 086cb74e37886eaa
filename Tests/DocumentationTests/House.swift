import Foundation

/// The source code: targets, folders, dependencies, and which folder uses types of which other folder.
struct House {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The files of each target, keyed by their path in the target.
    private var files: [String: [String: String]] = [:]
    /// The parsed Swift files, keyed in the same way.
    private var code: [String: [String: SwiftCode]] = [:]

    init() throws {
        let sources = Self.root.appending(path: "Sources")
        for path in try FileManager.default.subpathsOfDirectory(atPath: sources.path) {
            guard let slash = path.firstIndex(of: "/") else { continue }
            let target = String(path[..<slash])
            guard path.hasSuffix(".swift") || path.hasSuffix(".modulemap") else { continue }
            files[target, default: [:]][String(path[path.index(after: slash)...])] = try String(
                contentsOf: sources.appending(path: path), encoding: .utf8)
        }
        code = files.mapValues { $0.filter { $0.key.hasSuffix(".swift") }.mapValues(SwiftCode.init) }
    }

    /// The text of the file at a path relative to `Sources`.
    func text(ofFile path: String) -> String? {
        let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
        return parts.count == 2 ? files[parts[0]]?[parts[1]] : nil
    }

    /// Whether any target has a file with this name.
    func hasFile(_ name: String) -> Bool {
        files.values.contains { $0.keys.contains { $0.split(separator: "/").last == Substring(name) } }
    }

    var targets: [String] { files.keys.sorted() }

    /// The targets of this package that a target depends on in `Package.swift`.
    func dependencies(of target: String) throws -> Set<String> {
        let manifest = try String(
            contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
        guard let targets = manifest.components(separatedBy: "    targets: [\n").last,
            let start = targets.range(of: "name: \"\(target)\""),
            let end = targets[start.upperBound...].range(of: "name: \"", options: [])
                ?? targets.range(of: "\n    ]\n)")
        else { return [] }
        // `name:` also names products of other packages. The dependencies before it are targets of this package.
        let block = targets[start.upperBound..<end.lowerBound]
        guard let list = block.components(separatedBy: "dependencies: [").dropFirst().first else { return [] }
        let names = list.components(separatedBy: "]").first ?? ""
        return Set(
            names.components(separatedBy: "\"").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        )
        .intersection(targetNames)
    }

    private var targetNames: Set<String> { Set(files.keys) }

    /// The folders of a target with Swift files. The target's name stands for the files outside of folders.
    func rooms(of target: String) -> Set<String> {
        Set(code(of: target).keys.map { folder(of: $0, in: target) })
    }

    /// The dependencies between the top-level folders of a target: each folder, with the folders whose types, or
    /// members declared only in an extension there, it mentions.
    func arrows(of target: String) -> [String: Set<String>] {
        let code = (code[target] ?? [:]).map { (room: room(of: $0.key, in: target), text: $0.value) }
        var homes: [String: Set<String>] = [:]
        for file in code {
            for name in file.text.types { homes[name, default: []].insert(file.room) }
        }
        let extended = code.reduce(into: Set<String>()) { $0.formUnion($1.text.extensionMembers) }
            .intersection(membersOfOneRoom(of: target))
        var members: [String: String] = [:]
        for file in code {
            for name in file.text.members.intersection(extended) { members[name] = file.room }
        }
        var arrows: [String: Set<String>] = [:]
        for file in code {
            let types = file.text.words.compactMap { homes[$0] }.filter { $0.count == 1 }.joined()
            let mentioned = types + file.text.uses.compactMap { members[$0] }
            arrows[file.room, default: []].formUnion(mentioned.filter { $0 != file.room })
        }
        return arrows
    }

    /// The names of members that exactly one folder of this target declares, and no other target.
    private func membersOfOneRoom(of target: String) -> Set<String> {
        var rooms: [String: Set<String>] = [:]
        for other in targets {
            for (path, text) in code[other] ?? [:] {
                let room = "\(other) \(room(of: path, in: other))"
                for name in text.members { rooms[name, default: []].insert(room) }
            }
        }
        return Set(
            rooms.filter { $0.value.count == 1 && $0.value.first?.hasPrefix("\(target) ") == true }.keys)
    }

    private func room(of path: String, in target: String) -> String {
        folder(of: path, in: target).split(separator: "/").first.map(String.init) ?? target
    }

    /// The number of lines in the Swift files of a target.
    func lineCount(of target: String) -> Int {
        code(of: target).values.reduce(0) {
            $0 + $1.split(separator: "\n", omittingEmptySubsequences: false).count
        }
    }

    /// Whether any source file contains a text.
    func contains(_ text: String) -> Bool {
        files.values.contains { $0.values.contains { $0.contains(text) } }
    }

    /// The names of all declared types and functions.
    var declarations: Set<String> {
        var names: Set<String> = []
        let kinds: Set<String> = ["struct", "enum", "class", "actor", "protocol", "func"]
        for line in files.values.flatMap(\.values).flatMap({ $0.split(separator: "\n") }) {
            let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
            for (kind, name) in zip(words, words.dropFirst()) where kinds.contains(kind) {
                names.insert(name)
            }
        }
        return names
    }

    private func code(of target: String) -> [String: String] {
        (files[target] ?? [:]).filter { $0.key.hasSuffix(".swift") }
    }

    private func folder(of path: String, in target: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? target
    }
}
