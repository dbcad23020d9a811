using CommsBot.Clinics;
using CommsBot.Tests.Preparation;
using CsCheck;

namespace CommsBot.Tests.Clinics;

public sealed class LawfulHoursTests
{
    private static readonly Gen<(Zone Home, Zone Other, DateTimeOffset From, int Minutes)> Cases =
        from home in Gen.Int[0, UsZones.All.Count - 1]
        from other in Gen.Int[0, UsZones.All.Count - 1]
        from hour in Gen.OneOf(Gen.Int[0, 400 * 24], Gen.Int[100 * 24, 106 * 24], Gen.Int[338 * 24, 344 * 24]) // from 2026-12-01; 2027-03-14 and 2027-11-07 well represented
        from minutes in Gen.Int[0, 4 * 24 * 60]
        select (UsZones.All[home], UsZones.All[other], new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hour), minutes);

    [Fact]
    public void A_moment_is_lawful_when_it_is_on_the_clock_on_file_and_on_the_numbers() => Cases.Sample(known =>
    {
        var moment = known.From.AddMinutes(known.Minutes);
        var stretches = new LawfulHours(TextingHours.Default, known.Home, [known.Other]).Between(known.From, known.From.AddDays(5)).ToList();
        return stretches.Any(stretch => stretch.From <= moment && moment < stretch.Until) == (TextingHours.Default.Allow(known.Home, moment) && TextingHours.Default.Allow(known.Other, moment))
            && stretches.All(stretch => stretch.From < stretch.Until) && stretches.Zip(stretches.Skip(1)).All(two => two.First.Until <= two.Second.From);
    }, iter: 10_000);

    [Theory]
    [InlineData("+12815550100", "America/Chicago")]
    [InlineData("+19155550100", "America/Denver")] // El Paso
    [InlineData("+18085550100", "Pacific/Honolulu")]
    [InlineData("+12085550100", "America/Boise", "America/Los_Angeles")]
    [InlineData("+17875550100", "America/Puerto_Rico")]
    [InlineData("+16842480100")] // taken for all of North America
    [InlineData("conv-of-the-bot-service")]
    public void An_area_code_suggests_its_zones(string address, params string[] zones) => Assert.Equal(zones, LawfulHours.ZonesOf(address).Select(zone => zone.Id));
}
