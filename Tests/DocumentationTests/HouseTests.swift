import Foundation
import Testing

@Suite("The page about the house")
struct HouseTests {
    private let house: House
    private let page: Page

    init() throws {
        house = try House()
        page = try Page("Sources/Nx1Shell/Nx1Shell.docc/TheHouse.md")
    }

    @Test("names each target, and what Package.swift lets it stand on, all of which is below it")
    func floors() throws {
        let floors = page.rows(below: "### The floors")
        #expect(floors.map(\.name).sorted() == house.targets)
        for (place, floor) in floors.enumerated() {
            #expect(try house.dependencies(of: floor.name) == floor.names, "\(floor.name)")
            #expect(floor.names.isSubset(of: floors[(place + 1)...].map(\.name)), "\(floor.name)")
        }
    }

    @Test("names each folder, and none that isn't there")
    func rooms() {
        for target in house.targets {
            let rooms = page.rows(below: "**\(target).**").map(\.name)
            #expect(Set(rooms).count == rooms.count)
            let folders = house.rooms(of: target)
            #expect(rooms.isEmpty ? folders.count <= 1 : Set(rooms) == folders, "\(target)")
        }
    }

    @Test("has rooms in an order: no two folders of a target know each other, by any way around")
    func order() {
        for target in house.targets {
            var arrows = house.arrows(of: target)
            while let lowest = arrows.first(where: { $0.value.isEmpty })?.key {
                arrows[lowest] = nil
                for room in arrows.keys { arrows[room]?.remove(lowest) }
            }
            #expect(arrows.isEmpty, "\(target)")
        }
    }

    @Test("has targets that are small enough to be read")
    func sizes() {
        for target in house.targets { #expect(house.lineCount(of: target) <= 5000, "\(target)") }
    }

    @Test(
        "leads a question through fifteen files, by functions that are in them and past types that there are")
    func road() throws {
        let road = try #require(page.text.components(separatedBy: "## The road of a question").last)
        let steps = (1...15).map { number in
            let rest = road.components(separatedBy: "\n\(number). ").dropFirst().first ?? ""
            return Page.quoted(
                rest.components(separatedBy: "\n\(number + 1). ")[0].components(separatedBy: "\n\n")[0])
        }
        #expect(!road.contains("\n16. "))
        for names in steps {
            let file = try #require(names.first)
            let code = try #require(house.text(ofFile: file), "\(file)")
            for name in names where name.first?.isLowercase == true {
                #expect(code.contains("func \(name.prefix { $0 != "(" })"), "\(file): \(name)")
            }
        }
        let declared = house.declarations
        for name in Page.quoted(road) where name.first?.isUppercase == true && !name.contains("/") {
            #expect(name.hasSuffix(".swift") ? house.hasFile(name) : declared.contains(name), "\(name)")
        }
    }
}
