import ShellInput
import ShellOutput

extension RequestItemError: UsageError {}
