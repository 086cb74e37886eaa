import Nx1Events
import ShellText

extension JSONComparison {
    /// Appends a row for each change: `~ .late: 4 → 7 (+3)`, `+ .note: "new"`, `- .old: []`.
    func append(to rows: inout StyledText, on page: ComparisonPage) {
        let shown = changes.prefix(page.limit ?? .max)
        for change in shown {
            var text = StyledText(change.path.description + ": ", .bold)
            switch (change.old, change.new) {
            case (let old?, let new?):
                text.append(old, to: new, text: { $0.serialized() }, on: page)
                rows.appendRows(of: text, behind: "~", on: page)
            case (let old?, nil):
                text.append(old.serialized(), .removed)
                rows.appendRows(of: text, behind: "-", .removed, on: page)
            case (_, let new):
                text.append((new ?? .null).serialized(), .added)
                rows.appendRows(of: text, behind: "+", .added, on: page)
            }
        }
        rows.appendRemainder(changes.count - shown.count, of: "change", on: page)
    }
}
