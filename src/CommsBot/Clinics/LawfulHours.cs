using CommsBot.Patients;
using static CommsBot.Clinics.Moments;

namespace CommsBot.Clinics;

/// <summary>
/// When a planned text may leave: inside the texting hours on every clock that may be the patient's, the one on file (the clinic's where none is) and each
/// that the number's area code suggests. People keep their number when they move and nobody tells the clinic, so the number alone never opens an hour.
/// </summary>
/// <param name="home">The clock on file; caps count its days.</param>
internal sealed class LawfulHours(TextingHours hours, Zone home, IReadOnlyList<Zone> ofNumber)
{
    private readonly IReadOnlyList<Zone> zones = [home, .. ofNumber.Where(zone => zone.Id != home.Id)];

    public Zone Home => home;

    /// <summary>What the area code of a number suggests; several where it lies in several, nothing where it does not say or the address is no phone number.</summary>
    public static IReadOnlyList<Zone> ZonesOf(string address) =>
        PhoneNumber.TryParse(address, out var number) ? [.. number.ZoneIds.Select(Zone.Find).OfType<Zone>()] : [];

    /// <summary>The lawful stretches between two instants, earliest first; none reaches over a midnight of the clock on file.</summary>
    public IEnumerable<(DateTimeOffset From, DateTimeOffset Until)> Between(DateTimeOffset from, DateTimeOffset until) =>
        zones.Aggregate<Zone, IEnumerable<(DateTimeOffset From, DateTimeOffset Until)>>([(from, until)], (stretches, zone) => stretches.SelectMany(stretch => On(zone, stretch.From, stretch.Until)));

    /// <summary>The first lawful moment between two instants; null when there is none.</summary>
    public DateTimeOffset? First(DateTimeOffset from, DateTimeOffset until) => Between(from, until).Select(stretch => (DateTimeOffset?)stretch.From).FirstOrDefault();

    /// <summary>When the night begins on the first of these clocks.</summary>
    /// <param name="now">A lawful moment.</param>
    public DateTimeOffset Night(DateTimeOffset now) => zones.Min(zone => zone.At(zone.DateOf(now), hours.Until));

    private IEnumerable<(DateTimeOffset From, DateTimeOffset Until)> On(Zone zone, DateTimeOffset from, DateTimeOffset until)
    {
        var last = zone.DateOf(until);
        for (var day = zone.DateOf(from); day <= last; day = day.AddDays(1))
        {
            var (opens, closes) = (Later(from, zone.At(day, hours.FromOn(day))), Earlier(until, zone.At(day, hours.Until)));
            if (opens < closes) yield return (opens, closes);
        }
    }
}
