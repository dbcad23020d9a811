using CommsBot.Preparation;
using static CommsBot.Tests.Preparation.ThePreparation;

namespace CommsBot.Tests.Preparation;

public sealed class ReplyMatcherTests
{
    private static readonly DateTimeOffset Monday = DateTimeOffset.Parse("2027-03-15T17:00:00Z");
    private static readonly OpenText About = new("t1", "visit-1", "about-visit", StepKind.Information, Monday.AddDays(-7));
    private static readonly OpenText Screen = new("t2", "visit-1", "health-screen", StepKind.Screen, Monday.AddDays(-6));
    private static readonly OpenText Reminder = new("t3", "visit-1", "reminder", StepKind.Information, Monday.AddDays(-2));
    private static readonly OpenText Fasting = new("t4", "visit-1", "fasting", StepKind.Fasting, Monday);
    private static readonly OpenText OtherVisit = new("t9", "visit-2", "fasting", StepKind.Fasting, Monday);

    [Theory]
    [InlineData("1")]
    [InlineData(" 1. ")]
    [InlineData("1 please")]
    [InlineData("1️⃣")]             // the keycap picture is the digit
    [InlineData("One")]
    [InlineData("uno")]
    [InlineData("ok 1 thanks!")]
    [InlineData("1 I understand")]
    [InlineData("1 see you tomorrow")]
    [InlineData("I understand")]
    [InlineData("ok got it")]
    [InlineData("OK, got it. Thank you!")]
    [InlineData("Understood")]
    [InlineData("Entiendo")]
    [InlineData("Sí, entiendo, gracias")]
    [InlineData("entendí")]
    public void The_fasting_text_is_understood(string text) => Assert.Equal(new(Reply.Understood, Fasting), Match(text, Fasting));

    [Theory]
    [InlineData("2")]
    [InlineData("dos")]
    [InlineData("can't make it tmrw")]
    [InlineData("I can’t make it tomorrow")]   // a curly apostrophe
    [InlineData("Can I reschedule?")]
    [InlineData("need to resched pls")]
    [InlineData("No puedo ir mañana")]
    [InlineData("quiero cambiar la fecha por favor")]
    public void The_patient_wants_another_time(string text) => Assert.Equal(new(Reply.Reschedule, Fasting), Match(text, Fasting));

    [Theory]
    [InlineData("3")]
    [InlineData("tres")]
    [InlineData("Call me please")]
    [InlineData("can someone call me?")]
    [InlineData("3 call me")]
    [InlineData("Llámeme por favor")]
    [InlineData("¿Me pueden llamar?")]
    public void The_patient_wants_a_call(string text) => Assert.Equal(new(Reply.CallMe, Fasting), Match(text, Fasting));

    [Theory]
    [InlineData("Liked “Mind Balance: Hi Ana. For your visit”")]
    [InlineData("Loved \"Mind Balance: Hi Ana\"")]
    [InlineData("Reacted 👍 to “Mind Balance: Hi Ana”")]
    [InlineData("👍 to “1”")]
    [InlineData("Emphasized “No food after 1:00 AM”")]
    [InlineData("Le gustó “Mind Balance”")]
    [InlineData("👍")]
    [InlineData("👍🏽👍🏽")]
    [InlineData("❤️")]
    [InlineData("")]
    public void A_phone_reaction_never_confirms(string text)
    {
        Assert.Equal(new(Reply.NotAReply), Match(text, Fasting));
        Assert.Equal(new(Reply.NotAReply), Match(text, Screen));
    }

    [Theory]
    [InlineData("ok")]
    [InlineData("thanks")]
    [InlineData("Thank you so much")]
    [InlineData("1 but can I drink coffee")]      // a question is answered first
    [InlineData("I understand but I take insulin")]
    [InlineData("got it, what about my pills")]
    [InlineData("12")]
    [InlineData("1 or 2")]
    [InlineData("at 1")]
    [InlineData("I ate at 7")]
    [InlineData("yes please cancel")]
    [InlineData("what time is my appointment?")]
    [InlineData("no entiendo")]                   // the opposite
    [InlineData("I don't understand")]
    [InlineData("not understood")]
    [InlineData("STOP")]
    public void Other_words_are_no_reply(string text) => Assert.Equal(new(Reply.NotAReply), Match(text, Fasting));

    [Theory]
    [InlineData("1?")]                // asks
    [InlineData("understood?")]
    [InlineData("1 call me")]         // contradicts itself
    [InlineData("2 I understand")]
    [InlineData("yes")]               // to what?
    [InlineData("none")]
    [InlineData("I'll be there")]     // says the patient comes, not that the fast is understood
    [InlineData("See you tomorrow")]
    public void An_unclear_reply_to_the_fasting_text_is_asked_again(string text) => Assert.Equal(new(Reply.Ambiguous), Match(text, Fasting));

    [Theory]
    [InlineData("I'll be there")]
    [InlineData("ok I will be there, thanks")]
    [InlineData("Ahí estaré")]
    [InlineData("allí estaré")]
    [InlineData("confirmed")]
    public void Coming_answers_a_reminder(string text) => Assert.Equal(new(Reply.Understood, Reminder), Match(text, Reminder));

    [Theory]
    [InlineData("1", nameof(Reply.ScreenClear))]
    [InlineData("None of these", nameof(Reply.ScreenClear))]
    [InlineData("1 none", nameof(Reply.ScreenClear))]
    [InlineData("ninguna", nameof(Reply.ScreenClear))]
    [InlineData("3", nameof(Reply.ScreenYes))]
    [InlineData("Yes", nameof(Reply.ScreenYes))]
    [InlineData("sí", nameof(Reply.ScreenYes))]
    [InlineData("not sure", nameof(Reply.ScreenYes))]
    [InlineData("call me", nameof(Reply.CallMe))]
    [InlineData("can't make it", nameof(Reply.Reschedule))]
    [InlineData("2", nameof(Reply.Ambiguous))]               // not offered there
    [InlineData("1 I understand", nameof(Reply.Ambiguous))]  // understood what? it clears nothing
    [InlineData("understood", nameof(Reply.Ambiguous))]      // no answer to a question about health
    [InlineData("I'll be there", nameof(Reply.Ambiguous))]
    [InlineData("none?", nameof(Reply.Ambiguous))]
    [InlineData("no", nameof(Reply.NotAReply))]              // no what? only the offered words clear a screen
    [InlineData("none except insulin", nameof(Reply.NotAReply))]
    [InlineData("I take metformin", nameof(Reply.NotAReply))]
    public void The_health_screen_clears_only_on_a_clear_answer(string text, string expected) =>
        Assert.Equal(Enum.Parse<Reply>(expected), Match(text, Screen).Reply);

    [Fact]
    public void The_newest_instruction_of_a_visit_stands_for_the_older_ones() =>
        Assert.Equal(new(Reply.Understood, Fasting), Match("1", About, Reminder, Fasting));

    [Fact]
    public void A_digit_never_answers_the_health_screen_and_an_instruction_at_once()
    {
        Assert.Equal(new(Reply.Ambiguous), Match("1", Screen, Reminder));
        Assert.Equal(new(Reply.Ambiguous), Match("2", Screen, Reminder));
        Assert.Equal(new(Reply.ScreenClear, Screen), Match("1 none", Screen));
        Assert.Equal(new(Reply.ScreenClear, Screen), Match("none of these", Screen, Reminder)); // words can tell what a digit cannot
        Assert.Equal(new(Reply.Understood, Reminder), Match("I understand", Screen, Reminder));
        Assert.Equal(new(Reply.ScreenYes, Screen), Match("3", Screen, Reminder));
    }

    [Fact]
    public void Several_visits_on_one_number_are_never_told_apart_by_a_digit()
    {
        Assert.Equal(new(Reply.Ambiguous), Match("1", Fasting, OtherVisit));
        Assert.Equal(new(Reply.Ambiguous), Match("2", Fasting, OtherVisit));
        Assert.Equal(new(Reply.Ambiguous), Match("I understand", Fasting, OtherVisit));
        Assert.Equal(new(Reply.CallMe), Match("3", Fasting, OtherVisit)); // a person can sort it out
    }

    [Fact]
    public void Two_people_on_one_phone_are_told_apart_by_their_name_only()
    {
        var ana = Fasting with { PatientId = "p1", FirstName = "Ana" };
        var josé = OtherVisit with { PatientId = "p2", FirstName = "José" };
        Assert.Equal(new(Reply.WhoseReply), Match("1", ana, josé));
        Assert.Equal(new(Reply.WhoseReply), Match("I understand", ana, josé));
        Assert.Equal(new(Reply.CallMe), Match("3", ana, josé));
        Assert.Equal(new(Reply.Understood, ana), Match("1 Ana", ana, josé));
        Assert.Equal(new(Reply.Understood, josé), Match("Jose 1", ana, josé));
        Assert.Equal(new(Reply.Reschedule, josé), Match("2 JOSÉ", ana, josé));
        Assert.Equal(new(Reply.NotAReply), Match("Ana would like some water", ana, josé));
        Assert.Equal(new(Reply.WhoseReply), Match("1", ana, josé with { FirstName = "Ana" }));
    }

    [Fact]
    public void With_nothing_open_nothing_is_a_reply()
    {
        Assert.Equal(new(Reply.NotAReply), Match("1"));
        Assert.True(Shipped.Matcher.IsBareDigit("1"));
        Assert.False(Shipped.Matcher.IsBareDigit("I understand"));
    }

    [Theory]
    [InlineData("DRIVER Maria Lopez", "Maria Lopez")]
    [InlineData("my driver is Tom", "Tom")]
    [InlineData("Driver: José", "José")]
    [InlineData("Chofer Ana", "Ana")]
    [InlineData("mi chofer es Luis Pérez", "Luis Pérez")]
    [InlineData("my sister maria drives me", "maria")]
    [InlineData("My sister Maria will drive me home.", "Maria")]
    [InlineData("Maria is driving me", "Maria")]
    [InlineData("ok, Tom's taking me home after", "Tom")]
    [InlineData("my husband, Tom Reed, is picking me up", "Tom Reed")]
    [InlineData("my mother-in-law Rosa is going to take me to the clinic and back home", "Rosa")]
    [InlineData("my ride is my brother Joe", "Joe")]
    [InlineData("Joe will be my driver", "Joe")]
    [InlineData("my friend Kim is my ride home on Tuesday", "Kim")]
    [InlineData("me lleva mi hermana María", "Maria")]
    [InlineData("Mi esposo Juan me va a recoger", "Juan")]
    [InlineData("sí, me lleva a casa Ana", "Ana")]
    [InlineData("Luis es mi chofer", "Luis")]
    [InlineData("my sister drives me", "")]
    [InlineData("my husband is taking me home", "")]
    [InlineData("me lleva mi hijo", "")]
    [InlineData("my driver is my wife", "")]
    public void The_drivers_name_is_read(string text, string name) => Assert.Equal(new(Reply.DriverNamed, DriverName: name), Match(text, Fasting));

    [Theory]
    [InlineData("my driver is late")]
    [InlineData("driver cancelled")]
    [InlineData("my driver can't come")]
    [InlineData("driver is not coming")]
    [InlineData("no driver")]
    [InlineData("driver 5551234")]
    [InlineData("mi chofer no puede")]
    [InlineData("Driver")]
    [InlineData("my ride fell through")]
    [InlineData("my ride bailed")]
    [InlineData("driver bailed on me")]
    [InlineData("my driver flaked")]
    [InlineData("driver backed out")]
    [InlineData("my escort is in the hospital")]
    [InlineData("my ride is stuck at work")]
    [InlineData("mi chofer cancelo")]
    [InlineData("nobody can drive me")]
    [InlineData("no one is taking me home")]
    [InlineData("I'm driving me home")]
    [InlineData("my sister can't drive me")]
    [InlineData("my sister drives me crazy")]
    [InlineData("can Maria drive me?")]
    [InlineData("uber will take me home")]
    [InlineData("he is driving me")]
    [InlineData("someone will pick me up")]
    [InlineData("maybe Tom will drive me")]
    [InlineData("Maria was going to drive me but she is sick")]
    [InlineData("nadie me lleva")]
    [InlineData("quién me lleva a casa")]
    [InlineData("mi hijo no me puede llevar")]
    public void A_sentence_about_the_driver_is_no_name(string text) => Assert.NotEqual(Reply.DriverNamed, Match(text, Fasting).Reply);

    private static ReplyMatch Match(string text, params OpenText[] open) => Shipped.Matcher.Match(text, open);
}
