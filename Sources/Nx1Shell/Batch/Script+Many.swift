import Nx1Client

extension Script {
    /// Does the lines many at once.
    func runMany(_ many: ManyLines, in session: Session) async -> Ending {
        let console = session.mainConsole
        let tally = LineTally(total: input.lineCount, draw: await session.barDrawing)
        let sheets = OrderedSheets { stream, bytes throws(OutputFailure) in
            tally.wipe()
            try (stream == .answers ? console.answers : console.remarks).write(bytes)
        }
        do {
            try await session.writeHead()
            let race = try await session.interrupts.race(deadline: nil) {
                await doLines(many, in: session, sheets, tally)
            }
            tally.wipe()
            guard case .finished(let ending) = race else {
                _ = await session.report(
                    interrupted(tally.counts, many), at: Place(.commandLine, line: 0))
                return .stopped
            }
            if let failure = sheets.failure, !failure.isClosed {
                _ = await session.report(failure, at: Place(.commandLine, line: 0))
            }
            return ending
        } catch {
            _ = await session.report(error, at: Place(.commandLine, line: 0))
            return .stopped
        }
    }

    private func doLines(
        _ many: ManyLines, in session: Session, _ sheets: OrderedSheets, _ tally: LineTally
    ) async -> Ending {
        await withTaskGroup(of: ParallelLines.Ended.self) { group in
            var lines = ParallelLines(
                session, script: input.name, many: many,
                stopsOnError: await session.settings.stopsOnError, sheets: sheets, tally: tally)
            let ending = await readLines(in: session) { await lines.take($0, in: &group) }
            return await lines.finish(in: &group) ?? ending
        }
    }

    private func interrupted(_ counts: LineTally.Counts, _ many: ManyLines) -> Complaint {
        Complaint(
            "interrupted",
            "Interrupted: \(counts.done) lines were answered, \(counts.running) runs go on, the others were not asked.",
            advice: many.batch.map { "The same command, with --batch \($0), does what is missing." }
                ?? "nx1sh :runs lists them; with --batch NAME the same command could go on.",
            exitStatus: .interrupted)
    }
}

extension Session {
    /// Writes what stands above the answers of many lines, once.
    fileprivate func writeHead() throws {
        if hasWrittenHead { return }
        hasWrittenHead = true
        if let head = settings.format.headOfManyLines { try console.answers.write(head) }
        settings.format = settings.format.ofManyLines
    }

    /// How a bar is drawn; nil where nobody would see it, or doesn't want to.
    fileprivate var barDrawing: (@Sendable (String) -> Void)? {
        guard console.remarks.isTerminal, settings.progress != .never, !console.isSilent,
            environment["TERM"] ?? "dumb" != "dumb"
        else { return nil }
        // A terminal that is gone shows no bar.
        return { [remarks = console.remarks] in try? remarks.write($0) }
    }
}
