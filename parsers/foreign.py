"""Foreign words that Vietnamese schools write in the names and contents of courses; no I/O."""

from __future__ import annotations

# fmt: off
FOREIGN = frozenset(
    """
    access account accountant accounting acoustic acrylic acting active adobe ads advanced adwords aerobic
    affiliate agent agile airbnb altium amazon americano analysis analyst analytics anatomy android angular
    animation app apple arduino aroma art audio audit autocad autolisp automation aws azure baby backdrop
    backend backup badminton baguette bakery balayage balinese balloon bank banking banner banquet bar
    barber barbershop barista bartender basic basketball batik bbq beauty beefsteak beginner beverage big
    bike bistro blazer blender blockchain blog blogger board body book booking bootstrap botox boxing brand
    branding bridal broker browser brunch budget buffet building business butter cad cake camera camp canva
    capcut cappuccino captain car caramel care carrier cashier casting catering catwalk ccna certificate
    chatgpt checklist cheese chef chemistry chess chief chocolate cider cisco city class classroom clean
    click clip cloud club cnc coach coaching cocktail code coding coffee collagen collection combo
    communication computer concept concierge console container content contour control converter cook
    cookies copilot copywriting corel coreldraw corner corset cosplay cost course coworking craft crane
    cream creative credit crm crochet croissant croptop css culture cupcake currency customer customs
    cutting cyber dance dancesport dancing dashboard data database deadline dealer debug decor decoration
    deep deluxe denim design designer desktop detailing developer development devops dictionary diesel
    digital digitizing dimsum director discovery django docker document domain doorman double drawing drive
    drone drums dumbbell ebook ecommerce economy editing edition education elearning electric electronics
    elementor email emcee employee energy engine engineer engineering english enterprise entity entrepreneur
    espresso etabs ethical etsy event excel excellent executive experience explorer export express eyebrow
    eyelash fabric facebook facial factory fade family fanpage fashion feedback festival fiber figma file
    filler film finance financial firewall fitness flash fleet flower flutter foam fondant food foot
    football foreman forklift format formula forum forwarder forwarding foundation frame framework franchise
    frappe free freelance freelancer freeship freight french front frontend fullstack funnel game gaming
    garage gel gelato gemini generator gerber german github giveaway global gmail golf google grading grand
    graphic green group guide guitar gym hacker hair hairdressing hamburger haravan hardware health
    healthcare heels highlight hmi home homestay hoodie hostess hosting hotel hotline hotpot house
    housekeeper housekeeping html human icloud ielts illustrator image import inbound incoterm incoterms
    indesign index industrial influencer inox input installation insurance integrated intel interior
    intermediate international internet inventor inventory inverter invoice iot ipad iphone jacquard
    japanese java javascript jazz jeans jobs journal kaizen karaoke karate keratin keyword kids kindergarten
    kiotviet kitchen knitting kombucha kotlin kubernetes lab label lambda landing language laptop laravel
    laser lash latte laundry layer layout lead leader leadership leaflet lean learning leasing lectra led
    lesson level library lifestyle lighting lightroom line linen linkedin linux list listening listing live
    livestream loader lobby local logic logistic logistics logo loop lounge macaron macbook macchiato
    machine machining mainboard makeup management manager manicure mannequin map marker market marketing
    marketplace mascara massage master mastercam matcha math matlab maya mechanic mechatronics media medical
    meet meeting mentor menu merchandise messenger microblading microsoft midjourney mig mindmap mindset
    minibar mix mixing mixology mobile mocha mocktail model modeling modelling module mojito mongodb
    montessori motion motor mousse movie multimedia music mysql nail navigation nestjs network networking
    newsletter node nodejs numpy nursing nutrition office official offline olympic ombre omnichannel
    onedrive online open operation operator optitex oracle order organic outbound outdoor outlook
    outsourcing overlock oxford package packaging page painting pancake pandas panel parking partner party
    password pasta pastry pattern patternmaking payment payroll pcb pedicure peeling pentest performance
    perm personal pets phonics photo photobook photographer photography photoshop php physics piano piercing
    pilates pipeline pivottable pizza plan planner planning plastic platform play player playgroup plc
    plugin pod podcast point polish polo pool portal portfolio poster postgresql posture power powerbi
    powerpoint practical practice premiere premium presentation prestashop primary primer printing privacy
    process processing product production professional profile program programming project promotion prompt
    proposal proteus python quality quantum query quick quickbooks quiz radio ramen raspberry react reactjs
    reading reality reception receptionist recording redis reels remarketing report reporting research
    resort responsive restaurant retail revenue review reviewer revit risk robot robotic robotics role rom
    room router running runway safety salad sale sales salon samsung sandwich sap sapo sashimi sauce scada
    scale scan scanner schedule school science scratch screen script scrum seaport search season secretary
    security selenium self seller selling seminar sensor sensorial seo server service services servo session
    setup sewing shampoo shiatsu ship shipper shipping shop shopee shopify shopping shorts show showroom
    silicon simulation singing site sketch sketchup skills skincare slide smart smarthome smartphone
    smartwatch smoothie soft software solar solfege solidworks sommelier sorbet sound soup spa speaking
    special speech spinning sport sports spreadsheet spring sprint sql stack staff stage standard start
    startup station steak steakhouse steam stem stock store story storyboard storytelling strategy streaming
    street stretching studio style stylist suite supervisor supply support sushi swift switch system table
    tableau tablet taekwondo talent tattoo tax team teamwork tech technical technician technology tekla
    template tennis test tester testing text theme tig tiktok tiktoker time timeline tiramisu toast toefl
    toeic tool tools topic topping tour tourism toyota tracking trade trading traffic train trainer training
    transport travel trello trend truck turbo twitter typescript ukulele undercut unit unity unlock update
    upload user vba vector verbal version vest video videographer view villa viral virtual visa vision
    visual vlan vlog vlogger voice volleyball voucher vuejs waffle warehouse wax waxing web webinar
    webmaster website wedding weekend welcome welding wellness wifi windows wireless wood word wordpress
    words work workflow workshop world writing yaourt yoga yogurt youth youtube youtuber zalo zoom zumba
    """.split()  # noqa: SIM905 - words in a row are what people can read and mend
)
"""In lower case."""
# fmt: on
