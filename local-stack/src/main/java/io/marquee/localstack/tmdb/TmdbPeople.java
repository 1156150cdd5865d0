package io.marquee.localstack.tmdb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who made a movie, as TMDB says it in {@code credits}. */
final class TmdbPeople {

    private TmdbPeople() {}

    static Map<String, Object> credits(StubMovie movie) {
        List<Map<String, Object>> cast = new ArrayList<>();
        for (StubMovie.Actor actor : movie.cast()) {
            Map<String, Object> person = person(actor.id(), actor.name(), "Acting");
            person.put("cast_id", cast.size() + 1);
            person.put("character", actor.character());
            person.put("credit_id", "c" + movie.id() + "-" + actor.id());
            person.put("order", actor.order());
            cast.add(person);
        }
        List<Map<String, Object>> crew = new ArrayList<>();
        for (StubMovie.CrewMember member : movie.crew()) {
            Map<String, Object> person = person(member.id(), member.name(), member.department());
            person.put("credit_id", "w" + movie.id() + "-" + member.id());
            person.put("department", member.department());
            person.put("job", member.job());
            crew.add(person);
        }
        Map<String, Object> credits = new LinkedHashMap<>();
        credits.put("cast", cast);
        credits.put("crew", crew);
        return credits;
    }

    private static Map<String, Object> person(long id, String name, String department) {
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("adult", false);
        person.put("gender", (int) (id % 3));
        person.put("id", id);
        person.put("known_for_department", department);
        person.put("name", name);
        person.put("original_name", name);
        person.put("popularity", id % 100 / 10.0);
        person.put("profile_path", id % 4 == 0 ? null : "/person" + id + ".jpg");
        return person;
    }
}
