import CrewFiles
import LineEditor
import RowSources
import SavedQuestions
import ShellInput
import ShellOutput

extension CrewFileFailure: UsageError {}
extension QuestionRefusal: UsageError {}
extension RequestItemError: UsageError {}
extension InputFileError: UsageError {}
extension LineEditorError: UsageError {}
extension CommandArguments.Refusal: UsageError {}
extension CommandTail.Refusal: UsageError {}
extension RowSourceError: UsageError {}
