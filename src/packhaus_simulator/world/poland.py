"""Polish word lists."""

from packhaus_simulator.world.country import Country, lines, places, words

POLAND = Country(
    code="PL",
    given=words("""
        Agnieszka Bożena Czesław Dąbrówka Elżbieta Franciszek Grażyna Henryk Jadwiga Kazimierz Łucja
        Małgorzata Niezgoda Ołena Paweł Róża Stanisław Świętosława Wąłsław Zdzisław
    """),
    family=words("""
        Błaszczyk Cieślak Dębowski Ewertowski Falęcki Gąsiorowski Hałas Iżykowski Jabłoński Krzyżanowska
        Łukasiewicz Mączyński Nędza Ostrowąż Pławecki Różycki Szczęsny Świątek Wójcik Żółkiewski
    """),
    streets=lines("""
        ul. Mickiewicza
        ul. Świętego Wojciecha
        al. Niepodległości
        os. Bolesława Śmiałego
        ul. Żwirki i Wigury
        pl. Wolności
        ul. Łąkowa
        ul. Króla Jana III Sobieskiego
        ul. Gdańska
        ul. Źródlana
    """),
    places=places("""
        00-950|Warszawa|Mazowieckie
        30-001|Kraków|Małopolskie
        90-001|Łódź|Łódzkie
        50-001|Wrocław|Dolnośląskie
        80-001|Gdańsk|Pomorskie
        61-001|Poznań|Wielkopolskie
        85-001|Bydgoszcz|Kujawsko-Pomorskie
        15-001|Białystok|Podlaskie
        35-001|Rzeszów|Podkarpackie
        10-001|Olsztyn|Warmińsko-Mazurskie
    """),
    street_line="{street} {number}",
    house_numbers=("{n}", "{n}/{k}", "{n}A m. {k}", "{n}B"),
    phones=("+48 579 {a}{b}", "579{a}{b}"),
    companies=("Piekarnia {f}", "{f} i Wspólnicy sp. z o.o.", "Kancelaria {f}"),
    second_lines=("klatka {k}, piętro {m}", "oficyna", "mieszkanie {k}"),
    third_lines=("domofon {f}", "wejście od podwórza", "portiernia {k}"),
    care_of="c/o {p}",
    gifts=lines("""
        Sto lat, {a}! 🎂 Na {n}. urodziny od: {b}
        Wesołych Świąt, babciu {a} 🎄 {n} buziaków, {b}
        Dziękuję {a} za {n} wspólnych lat ❤️ {b}
    """),
)
