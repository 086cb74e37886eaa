import LineEditor
import ShellInput
import ShellOutput

extension RequestItemError: UsageError {}
extension InputFileError: UsageError {}
extension LineEditorError: UsageError {}
extension CommandArguments.Refusal: UsageError {}
extension CommandTail.Refusal: UsageError {}
