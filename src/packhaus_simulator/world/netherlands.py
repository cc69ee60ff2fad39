"""Dutch word lists."""

from packhaus_simulator.world.country import Country, lines, places, words

NETHERLANDS = Country(
    code="NL",
    given=words("""
        Aaltje Bartholomeüs Coosje Daniël Eloïse Floris Geertruida Hendrikje IJsbrand Joost Klaasje Liesbeth
        Maaike Noëlle Otto Pleun Roosmarijn Sjoerd Tjeerd Willemijn
    """),
    family=words("""
        Brinkhuizen Coëlho Dijkgraaf Eijkelenboom Faïk Groeneveld Hoogeveen IJzerman Jonkheer Kuijpers Loïs
        Meijboom Noordhoek Oosterveld Poelgeest Roëll Schoonderwoerd Terpstra Uijttenbogaard Vlasblom
    """),
    streets=lines("""
        Prinsengracht
        Oude Gracht
        Burgemeester van Heijnsbergenlaan
        Coöperatieweg
        Dorpsstraat
        Eikenhorst
        's-Gravenzandseweg
        Kerkbuurt
        Lange Nieuwstraat
        Zeedijk
    """),
    places=places("""
        1016 HK|Amsterdam|Noord-Holland
        3511 LX|Utrecht|Utrecht
        3011 AD|Rotterdam|Zuid-Holland
        9711 LM|Groningen|Groningen
        5211 JX|'s-Hertogenbosch|Noord-Brabant
        6211 CZ|Maastricht|Limburg
        8911 AC|Leeuwarden|Friesland
        4331 BK|Middelburg|Zeeland
        7511 HN|Enschede|Overijssel
    """),
    street_line="{street} {number}",
    house_numbers=("{n}", "{n}", "{n}-II", "{n} bis", "{n}A", "{n} hs"),
    phones=("+31 6 57{a}{b}", "06-57{a}{b}"),
    companies=("Bloemisterij {f}", "{f} Installaties B.V.", "Drukkerij {f} v.o.f."),
    second_lines=("2e verdieping", "Appartement {k}", "Achterhuis"),
    third_lines=("Aanbellen bij {f}", "Ingang via de steeg", "Magazijn {k}"),
    care_of="p/a {p}",
    gifts=lines("""
        Hartelijk gefeliciteerd met je {n}e verjaardag, {a}! 🎈 Liefs, {b}
        Fijne Sinterklaas, {a} 🎅 pakje {n} van {b}
        Beterschap {a}! 🌻 Nog {n} nachtjes. Groetjes van {b}
    """),
)
