import Foundation
import Lab

extension LabOptions {
    /// Shows what to try, and stays until Ctrl-C; starts narud again when somebody kills it, as a service manager does.
    func stayUp(_ lab: LabSession) throws {
        Terminal.line("\nThe lab stays up. In another terminal, as root:\n")
        for line in try lab.commandsToTry(naru: naruPath) { Terminal.line("  \(line)") }
        Terminal.line("\nCtrl-C ends it and cleans up.")
        while !Interrupts.isPending {
            let controller = try lab.controller
            if controller.process?.isRunning == false {
                Terminal.line("· narud ended; starting it again")
                try controller.start()
                Terminal.line("· narud is back, process \(controller.process?.pid ?? 0)")
            }
            usleep(100_000)
        }
    }
}
