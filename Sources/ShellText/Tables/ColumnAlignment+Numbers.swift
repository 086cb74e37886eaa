import Nx1Events

extension ColumnAlignment {
    /// The alignment of a column without an explicit one: right if all cells are numbers or empty and at least one is a
    /// number, otherwise left.
    init(suiting cells: some Sequence<String>) {
        var hasNumber = false
        for cell in cells {
            let text = cell.trimmed
            if text.isEmpty || ["-", "–", "—"].contains(text) { continue }
            guard WrittenNumber(text) != nil else {
                self = .left
                return
            }
            hasNumber = true
        }
        self = hasNumber ? .right : .left
    }
}
