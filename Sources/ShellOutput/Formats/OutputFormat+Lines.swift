import ShellText

extension OutputFormat {
    /// What a format is where many lines are answered, each beside what it asked: comma-separated values are then one table.
    package var ofManyLines: OutputFormat {
        guard name == OutputFormat.csv.name else { return self }
        return OutputFormat(
            name: name, summary: summary,
            run: { report, _ in .text(CommaSeparatedValues(report.row).text, ending: "\r\n") }, reply: reply)
    }

    /// What stands above the answers of many lines.
    package var headOfManyLines: String? {
        name == OutputFormat.csv.name ? "line,question,status,answer\r\n" : nil
    }
}
