import Foundation

/// The processes of this machine, as any user can list them.
public enum ProcessList {
    /// The command line of each process, keyed by process id: program and arguments, separated by spaces, as in `ps`.
    public static func lines() throws -> [Int32: String] {
        #if os(Linux)
            let ids = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int32.init)
            return ids.reduce(into: [:]) { lines, id in
                // A process that ended after the listing has no command line.
                let file = FileHandle(forReadingAtPath: "/proc/\(id)/cmdline")
                guard let words = try? file?.readToEnd() else { return }
                lines[id] = String(decoding: words, as: UTF8.self).replacing("\0", with: " ")
            }
        #else
            let process = Process()
            process.executableURL = URL(filePath: "/bin/ps")
            process.arguments = ["-axww", "-o", "pid=,args="]
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            let rows = try pipe.fileHandleForReading.readToEnd() ?? Data()
            return String(decoding: rows, as: UTF8.self).split(separator: "\n").reduce(into: [:]) {
                lines, row in
                let words = row.drop(while: \.isWhitespace).split(separator: " ", maxSplits: 1)
                if words.count == 2, let id = Int32(words[0]) { lines[id] = String(words[1]) }
            }
        #endif
    }
}
