using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Patients;
using static CommsBot.Tests.Clinics.TheClinic;

namespace CommsBot.Tests.Clinics;

public sealed class ClinicFileTests : IDisposable
{
    private readonly DirectoryInfo dialogs = Directory.CreateTempSubdirectory("clinics");

    public void Dispose() => dialogs.Delete(recursive: true);

    [Fact]
    public void The_shipped_clinic_and_the_tests_clinic_have_no_fault()
    {
        Assert.Empty(Both.Faults);
        Assert.Equal(["harbor-rest", "mind-balance"], Both.All.Select(clinic => clinic.Id));
        Assert.True(MindBalance.Demonstration);
    }

    [Fact]
    public void A_clinic_is_found_by_the_number_that_was_texted()
    {
        Assert.Same(MindBalance, Both.ByNumber(PhoneNumber.Parse("+12815550100")));
        Assert.Same(HarborRest, Both.ByNumber(PhoneNumber.Parse("+14155550100")));
        Assert.Null(Both.ByNumber(PhoneNumber.Parse("+12815550120")));
        Assert.Null(Both.Find("nowhere"));
        Assert.Null(Both.Find(null));
    }

    [Theory]
    [InlineData("clinic.phone", "(281) 555-0120")]
    [InlineData("clinic.hours", "Monday to Friday 8:00 AM to 5:00 PM")]
    [InlineData("clinic.languages", "English and Spanish")]
    [InlineData("clinic.website", "https://mindbalance.example")]
    [InlineData("fasting.food", "8 hours")]
    [InlineData("fasting.clear", "2 hours")]
    [InlineData("clinic.staff", "an anesthesiologist and registered nurses")]
    [InlineData("clinic.fax", null)] // no such placeholder
    public void A_placeholder_says_what_the_file_gives(string key, string? expected) =>
        Assert.Equal(expected, MindBalance.Fact(key, Language.English, MessageForm.Web));

    [Fact]
    public void The_phone_form_is_plainer_and_always_fits_the_alphabet()
    {
        Assert.Equal("a doctor and registered nurses", MindBalance.Fact("clinic.staff", Language.English, MessageForm.Sms));
        Assert.Equal("lunes a viernes de las 8:00 AM a las 5:00 PM", MindBalance.Fact("clinic.hours", Language.Spanish, MessageForm.Sms));
        foreach (var key in ClinicPlaceholders.Keys)
            foreach (var language in MindBalance.Languages)
                Assert.NotNull(PhoneText.Length(MindBalance.Fact(key, language, MessageForm.Sms)!));
    }

    [Theory]
    [InlineData("fasting.food")]
    [InlineData("clinic.session")]
    [InlineData("clinic.afterHours")]
    public void What_a_clinic_has_not_given_is_null_and_never_a_default(string key) =>
        Assert.Null(HarborRest.Fact(key, Language.English, MessageForm.Web));

    [Fact]
    public void Hours_with_a_lunch_break_and_gaps_are_said_in_one_line() =>
        Assert.Equal("Monday to Tuesday 9:00 AM to noon and 1:00 PM to 5:00 PM, Saturday 9:00 AM to noon",
            HarborRest.Fact("clinic.hours", Language.English, MessageForm.Web));

    [Fact]
    public void Every_fault_is_named_with_its_file_and_item()
    {
        var file = Write("bad-clinic", text => text
            .Replace("id: harbor-rest", "id: other")
            .Replace("smsName: Harbor Rest", "smsName: Pain Infusion Center")
            .Replace("zone: America/Los_Angeles", "zone: Pacific")
            .Replace("https://harbor.example/terms", "http://harbor.example/terms")
            .Replace("\"09:00-12:00\"]", "\"12:00-09:00\"]")
            .Replace("languages: [en]", "languages: [en, fr]")
            .Replace("facts:", "faxes: 1\nfasting: { version: v1, signedBy: Dr Example, foodHours: 6, clearLiquidHours: 8, fattyMealHours: 4 }\nfacts:"));

        var faults = ClinicDirectory.Load(dialogs.FullName).Faults.Select(fault => fault.ToString());

        Assert.Equal(
            [
                "clinics/bad-clinic.yaml: zone: must be an IANA time zone like America/Chicago, not 'Pacific'",
                "clinics/bad-clinic.yaml: id: must be the file's name, 'bad-clinic', not 'other'",
                "clinics/bad-clinic.yaml: smsName: must not name a drug, a diagnosis or a treatment; it shows on lock screens",
                "clinics/bad-clinic.yaml: termsUrl: must be an https address, not 'http://harbor.example/terms'",
                "clinics/bad-clinic.yaml: languages: 'fr' is not a language of this service (en, es)",
                "clinics/bad-clinic.yaml: hours.saturday: '12:00-09:00' must be a stretch of one day like 08:00-12:00",
                "clinics/bad-clinic.yaml: fasting.clearLiquidHours: must not be more than foodHours",
                "clinics/bad-clinic.yaml: fasting.fattyMealHours: must not be less than foodHours",
                "clinics/bad-clinic.yaml: fasting.signedOn: is missing: no fasting rule goes live unsigned",
                "clinics/bad-clinic.yaml: faxes: is not a known key",
            ],
            faults);
    }

    [Fact]
    public void Two_clinics_never_share_a_number()
    {
        Write("harbor-rest", text => text);
        Write("harbor-west", text => text.Replace("id: harbor-rest", "id: harbor-west"));
        var fault = Assert.Single(ClinicDirectory.Load(dialogs.FullName).Faults);
        Assert.Equal("clinics/harbor-west.yaml: sms.number: is shared by harbor-rest and harbor-west; each clinic has its own", fault.ToString());
    }

    [Theory]
    [InlineData("id: torn\nname: [unclosed\nphone: 1", "clinics/torn.yaml: is not YAML")]
    [InlineData("id: torn\nname: \"unclosed\nphone: 1", "clinics/torn.yaml: line ")]
    [InlineData("id: torn\nid: twice", "clinics/torn.yaml: line 2")]
    [InlineData("- a\n- b", "clinics/torn.yaml: must be one list of 'key: value' lines")]
    [InlineData("", "clinics/torn.yaml: must be one list of 'key: value' lines")]
    public void A_file_that_is_no_YAML_is_one_fault(string text, string start)
    {
        Write("torn", _ => text);
        var fault = Assert.Single(ClinicDirectory.Load(dialogs.FullName).Faults);
        Assert.StartsWith(start, fault.ToString());
    }

    [Fact]
    public void No_clinic_at_all_is_a_fault() =>
        Assert.Equal("clinics: there is no clinic: no file clinics/<id>.yaml was found", Assert.Single(ClinicDirectory.Load(dialogs.FullName).Faults).ToString());

    private string Write(string id, Func<string, string> change)
    {
        var folder = dialogs.CreateSubdirectory("clinics");
        var path = Path.Combine(folder.FullName, id + ".yaml");
        File.WriteAllText(path, change(File.ReadAllText(Path.Combine(SecondDialogs, "clinics", "harbor-rest.yaml"))));
        return path;
    }
}
