"""Spanish word lists."""

from packhaus_simulator.world.country import Country, lines, places, words

SPAIN = Country(
    code="ES",
    given=words("""
        Begoña Íñigo Concepción Ángel Inés José Lucía Ramón Sofía Tomás Úrsula Verónica Ximena Andrés
        Asunción Iñaki Jesús Mónica Raúl Zoraida
    """),
    family=words("""
        Núñez Ibáñez Peñalver Muñoz Guzmán Cáceres Domínguez Echeverría Fernández Gálvez Hernández Iturralde
        Jiménez Landáburu Márquez Ordóñez Pérez Quiñones Román Zúñiga
    """),
    streets=lines("""
        Calle de Alcalá
        Avenida de la Constitución
        Plaza de España
        Paseo del Niño Jesús
        Carrer de València
        Calle Núñez de Balboa
        Camino de los Álamos
        Ronda de Atocha
        Travesía del Río Miño
        Rúa do Vilar
    """),
    places=places("""
        28001|Madrid|Madrid
        08010|Barcelona|Barcelona
        46002|València|Valencia
        41004|Sevilla|Sevilla
        15001|A Coruña|A Coruña
        29015|Málaga|Málaga
        24001|León|León
        14001|Córdoba|Córdoba
        48005|Bilbao|Bizkaia
        11001|Cádiz|Cádiz
    """),
    street_line="{street}, {number}",
    house_numbers=("{n}", "{n}, {k}º B", "{n}, bajo dcha.", "{n} bis", "{n}, esc. {k}"),
    phones=("+34 698 {a} {b}", "698{a}{b}"),
    companies=("Panadería {f}", "{f} Reformas S.L.", "Gestoría {f}"),
    second_lines=("Portal {k}, piso {m}", "Urbanización Los Olivos", "Edificio Sol, planta {k}"),
    third_lines=("Llamar a {f}", "Entregar en conserjería", "Entrada por el patio"),
    care_of="a/a {p}",
    gifts=lines("""
        ¡Feliz cumpleaños, {a}! 🎂 Ya son {n}. Un beso, {b}
        Enhorabuena por la boda, {a} 💒 De parte de {b}, mesa {n}
        ¡Felices Reyes, {a}! 👑 Regalo {n} de {b}
        Gracias por los {n} años de amistad, {a} 🌞 {b}
    """),
)
